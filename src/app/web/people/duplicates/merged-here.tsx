import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { peopleWhole } from '#people/fields/rights.ts';
import { useWho } from '../../me/me.ts';
import { useNameOf, useRefreshPeople } from '../data.ts';
import { Line } from '../record/parts.tsx';
import type { MergeRow } from './facts.ts';
import { words } from './words.ts';

/** What was merged into a record, each with its way back (PE-77). */
export const MergedHere = ({ record, name }: { record: string; name: string }) => {
  const { data } = useThing<{ items: MergeRow[] }>('/merges', { record });
  const no = peopleWhole(useWho(), 'reverse a merge')?.because;
  const refresh = useRefreshPeople();
  const nameOf = useNameOf();
  const here = data?.items.filter(({ survivor_id, reversed_at }) => survivor_id === record && !reversed_at) ?? [];
  if (here.length === 0) return null;
  const reverse = async (merge: MergeRow) => {
    const sure = await confirm({
      title: words.reverse_title(name),
      consequence: words.reverse_text,
      verb: words.reverse,
    });
    if (!sure) return;
    try {
      await api.post(`/merges/${merge.id}/reversal`);
      toast(words.reversed);
    } catch (fault) {
      toastRefusal(fault);
    }
    await refresh();
  };
  return (
    <section className="overview-part">
      <h2>{words.merges}</h2>
      {here.map((merge) => (
        <Line key={merge.id}>
          {nameOf(merge.by) ?? ''} {words.merged_on} <Moment instant={merge.at} />{' '}
          {!no && (
            <button type="button" className="told-more" onClick={() => void reverse(merge)}>
              {words.reverse}
            </button>
          )}
        </Line>
      ))}
    </section>
  );
};
