import { Copy, Pencil, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { WRITES_INTAKE } from '#inbox/intake/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { AddButton } from './add-button.tsx';
import { AddressSheet } from './address-sheet.tsx';
import { ADDRESSES, type IntakeAddress, useAddresses } from './data.ts';
import { Line } from './line.tsx';
import { QuietFact } from './quiet.tsx';
import { words } from './words.ts';

/** The addresses that take mail in, each with whose its items are and when the last mail came (IN-42, IN-181). */
export const Addresses = () => {
  const { data, error, refetch } = useAddresses();
  const why_not = useWhyNot(WRITES_INTAKE);
  const [sheet, setSheet] = useState<{ address?: IntakeAddress }>();
  const acts = useAddressActs((address) => setSheet({ address }), why_not);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLine width="72%" />;
  const [main] = data.items;
  if (!main) return <p className="inbox-settings-lead">{words.no_mail}</p>;
  return (
    <>
      <p className="inbox-settings-lead">{words.addresses_text}</p>
      <ul className="intake">
        {data.items.map((one) => (
          <Line
            key={one.address}
            name={
              <>
                {one.address}
                {!one.on && <StateChip state="off" label={words.off} />}
              </>
            }
            facts={
              <>
                <span>{words.origins[one.origin]}</span>
                {one.category && <span>{`${words.category}: ${one.category}`}</span>}
                <span>{`${words.columns.assignee}: ${one.assignee ?? words.nobody}`}</span>
                <span>
                  {words.columns.last}: {one.last_mail_at ? <Moment instant={one.last_mail_at} /> : words.never}
                </span>
                <QuietFact {...one} />
              </>
            }
            acts={<RowMenu name={one.address} acts={acts(one)} />}
          />
        ))}
      </ul>
      <AddButton label={words.add} why_not={why_not} add={() => setSheet({})} />
      {sheet && <AddressSheet {...sheet} main={main.address} close={() => setSheet(undefined)} />}
    </>
  );
};

const useAddressActs = (edit: (address: IntakeAddress) => void, why_not: string | undefined) => {
  const refresh = useRefresh();
  const go = useGo();
  const copy = async ({ address }: IntakeAddress) => {
    await navigator.clipboard.writeText(address);
    toast(words.copied);
  };
  const test = async ({ tag }: IntakeAddress) => {
    try {
      const { to, answer } = await api.post<{ to: string; answer: string }>(`${ADDRESSES}/test`, { tag });
      toast(words.tested(to, answer), { link: { label: words.open_inbox, run: () => go('/inbox') } });
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(ADDRESSES);
    }
  };
  const remove = async ({ id, version, address }: IntakeAddress) => {
    const asked = {
      title: words.remove_title(address),
      consequence: words.remove_text,
      verb: words.remove,
      danger: true,
    };
    if (!(await confirm(asked))) return;
    try {
      await api.delete(`${ADDRESSES}/${id}`, { version });
      toast(words.removed(address));
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(ADDRESSES);
    }
  };
  return (one: IntakeAddress): Act[] => [
    { id: 'edit', label: words.edit, icon: <Pencil />, why_not, run: () => edit(one) },
    { id: 'copy', label: words.copy, icon: <Copy />, run: () => copy(one) },
    { id: 'test', label: words.test, icon: <Send />, why_not, run: () => test(one) },
    ...(one.tag === null
      ? []
      : [{ id: 'remove', label: words.remove, icon: <Trash2 />, danger: true, why_not, run: () => remove(one) }]),
  ];
};
