import { Copy } from 'lucide-react';
import type { z } from 'zod';
import type { AnswerRow } from '#inbox/forms/lists.ts';
import type { publication } from '#inbox/forms/shapes.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { type ListAnswer, useRefresh, useThing } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { ANSWERS } from '../inbox/answer.tsx';
import { ITEMS, itemPage } from '../inbox/data.ts';
import { useMembers } from '../runs/data.ts';
import { FORMS, type FormDetail } from './data.ts';
import { words } from './words.ts';

type Publication = z.infer<typeof publication>;
const say = words.public;

/** Whether strangers see the form, where, and what came of it (IN-90, IN-97, IN-98). */
export const PublicPart = ({ form: { id } }: { form: Pick<FormDetail, 'id'> }) => {
  const at = `${FORMS}/${id}/publication`;
  const { data } = useThing<Publication>(at);
  const refresh = useRefresh();
  if (!data) return null;
  const tell = async (send: Promise<unknown>, said: string) => {
    try {
      await send;
      toast(said);
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(FORMS);
    }
  };
  const publish = () => tell(api.post(at), say.published);
  return (
    <section className="form-public" aria-label={say.title}>
      <h2>{say.title}</h2>
      {data.address ? (
        <Shown of={data} publish={publish} change={(body, said) => tell(api.patch(at, body), said)} />
      ) : (
        <>
          <p className="quiet">{say.none}</p>
          <div>
            <ActButton act={{ id: 'publish', label: say.publish, run: publish }} />
          </div>
        </>
      )}
      {data.set_aside > 0 && <Aside form={id} />}
    </section>
  );
};

const Shown = ({
  of,
  publish,
  change,
}: {
  of: Publication;
  publish: () => Promise<void>;
  change: (body: object, said: string) => Promise<void>;
}) => {
  const members = useMembers();
  const copy = async () => {
    await navigator.clipboard.writeText(of.address!);
    toast(say.copied);
  };
  const state = of.open ? 'open' : 'closed';
  return (
    <>
      <div className="form-public-line">
        <StateChip state={of.open ? 'running' : 'held'} label={say.states[state]} />
        <span className="quiet">{say.version(of.newest)}</span>
        <span className="quiet">{say.answers(of.answers_30_days)}</span>
      </div>
      <div className="form-public-line">
        <code>{of.address}</code>
        <ActButton quiet act={{ id: 'copy', label: say.copy, icon: <Copy />, run: copy }} />
      </div>
      <MemberSelect
        label={say.assignee}
        placeholder={say.nobody}
        members={members}
        clearable
        value={of.assignee_id}
        onChange={(assignee_id: string | null) => void change({ assignee_id }, say.given)}
      />
      {of.changed && <p className="quiet">{say.changed}</p>}
      <div className="form-public-line">
        {of.changed && <ActButton act={{ id: 'publish', label: say.publish_changes(of.newest + 1), run: publish }} />}
        <ActButton
          act={{
            id: 'turn',
            label: of.open ? say.close : say.open,
            run: () => change({ open: !of.open }, of.open ? say.closed : say.opened),
          }}
        />
      </div>
    </>
  );
};

const SHOWN = 20;

/** What looked like no person wrote it; one press makes it an item (IN-76, IN-95). */
const Aside = ({ form }: { form: string }) => {
  const { data } = useThing<ListAnswer<AnswerRow>>(ANSWERS, { form, outcome: 'set_aside', limit: SHOWN });
  const refresh = useRefresh();
  const go = useGo();
  const make = async ({ id }: AnswerRow) => {
    try {
      const { item } = await api.post<AnswerRow>(`${ANSWERS}/${id}/item`);
      toast(say.made_item(item!.number), { link: { label: say.open_it, run: () => go(itemPage(item!.number)) } });
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(FORMS, ANSWERS, ITEMS);
    }
  };
  return (
    <section aria-label={say.aside}>
      <h2>{say.aside}</h2>
      <ul className="form-aside">
        {data?.items.map((row) => (
          <li key={row.id}>
            <div>
              <p className="cut">{row.line}</p>
              <p className="caption">
                <Moment instant={row.received_at} /> · {row.because}
              </p>
            </div>
            <ActButton act={{ id: 'make_item', label: say.make_item, run: () => make(row) }} />
          </li>
        ))}
      </ul>
    </section>
  );
};
