import { ClockProvider } from './clock.tsx';
import { Frame } from './frame/frame.tsx';
import { BitsPart } from './gallery/bits-part.tsx';
import { clients, MODULES, TODAY } from './gallery/data.tsx';
import { FormPart } from './gallery/form-part.tsx';
import { LinePart } from './gallery/line-part.tsx';
import { ListPart } from './gallery/list-part.tsx';
import { ThingPart } from './gallery/thing-part.tsx';
import { Palette } from './palette.tsx';
import { useSearchText } from './search-text.ts';
import { toast } from './toast.tsx';

const NOW = `${TODAY}T03:24:00.000Z`;

/** Each part of the kit with plausible data, at `/gallery?part=…`; only while developing. */
export default function Gallery() {
  const { read } = useSearchText();
  const part = PARTS[read('part')] ?? PARTS.list!;
  const member = {
    name: 'Ana Example',
    detail: 'Manager',
    practices: [
      { id: 'a', name: 'Ledgerline Example Practice', here: true },
      { id: 'b', name: 'Sandbox', here: false },
    ],
    sign_out: () => toast('Signed out'),
  };
  return (
    <ClockProvider clock={{ now: NOW, zone: 'Australia/Sydney', locale: 'en-AU', currency: 'AUD' }}>
      <Frame
        practice={{ name: 'Ledgerline Example Practice' }}
        modules={MODULES}
        member={member}
        unread={3}
        stripe={
          read('stripe') && <span>Sandbox: nothing leaves this practice. The clock stands at Sat 21 Nov 2026.</span>
        }
      >
        {part()}
      </Frame>
      <Palette
        search={async (q) =>
          clients(12)
            .filter((c) => c.name.toLowerCase().includes(q.toLowerCase()))
            .map((c) => ({ id: c.id, label: c.name, group: 'Clients', detail: c.number, to: '/gallery?part=thing' }))
        }
      />
    </ClockProvider>
  );
}

const PARTS: Record<string, () => React.ReactNode> = {
  list: () => <ListPart rows={60} />,
  long: () => <ListPart rows={1200} />,
  none: () => <ListPart rows={0} />,
  thing: () => <ThingPart />,
  form: () => <FormPart />,
  line: () => <LinePart />,
  bits: () => <BitsPart />,
};
