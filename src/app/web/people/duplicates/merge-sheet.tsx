import { Button, Modal } from '@mantine/core';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { api, isRefusal, sentenceOf } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import type { Choice } from '#people/duplicates/model.ts';
import { useRefreshPeople } from '../data.ts';
import { words as people } from '../words.ts';
import { addressOf, type MergeSheetFacts, type ShortRecord, sides } from './facts.ts';
import { Meetings, MergeLines } from './merge-lines.tsx';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';
import './merge.css';

interface MergeSheetProps {
  first: ShortRecord;
  second: ShortRecord;
  close: () => void;
}

/** Two records side by side, field by field, and which of their runs go on (PE-73 … PE-78). */
export const MergeSheet = ({ first, second, close }: MergeSheetProps) => {
  const [swapped, setSwapped] = useState(false);
  const { survivor, absorbed, fixed } = swapped ? sides(second, first) : sides(first, second);
  const query = { survivor: survivor.id, absorbed: absorbed.id };
  const { data, error, refetch } = useThing<MergeSheetFacts>('/merges/sheet', query);
  return (
    <Modal
      opened
      onClose={close}
      title={words.title(absorbed.display_name)}
      size={820}
      closeButtonProps={{ 'aria-label': kit.close }}
    >
      <p className="form-intro">{words.intro(survivor.display_name, absorbed.display_name)}</p>
      {!fixed && (
        <button type="button" className="tool tool-words merge-swap" onClick={() => setSwapped(!swapped)}>
          <ArrowLeftRight />
          {words.swap}
        </button>
      )}
      {error && !data && <ErrorState fault={error} retry={() => void refetch()} />}
      {data && <Choosing key={data.survivor.id} sheet={data} again={() => refetch()} close={close} />}
      {!data && !error && <SkeletonLine width="70%" />}
    </Modal>
  );
};

interface ChoosingProps {
  sheet: MergeSheetFacts;
  again: () => Promise<unknown>;
  close: () => void;
}

const Choosing = ({ sheet, again, close }: ChoosingProps) => {
  const { survivor, absorbed, lines, meetings } = sheet;
  const go = useGo();
  const refresh = useRefreshPeople();
  const [chosen, setChosen] = useState<Record<string, Choice>>({});
  const [going, setGoing] = useState<Record<number, string>>({});
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const runs = meetings.map((two, at) => going[at] ?? two[0]?.id ?? '');
  const merge = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const versions = { survivor: survivor.version, absorbed: absorbed.version };
      const body = { survivor: survivor.id, absorbed: absorbed.id, versions, chosen, runs };
      const { id } = await api.post<{ id: string }>('/merges', body);
      close();
      const to = addressOf(survivor);
      toast(words.merged(absorbed.display_name, survivor.display_name), {
        undo: async () => {
          await api.post(`/merges/${id}/reversal`);
          await refresh();
        },
        ...(to ? { link: { label: people.open_it, run: () => go(to) } } : {}),
      });
      await refresh();
    } catch (why) {
      // Somebody changed one of the two: it is shown as it is now, and what was chosen stays chosen.
      if (isRefusal(why) && why.status === 412) await again();
      setFault(why);
    }
    setBusy(false);
  };
  return (
    <div className="merge">
      {fault !== undefined && (
        <p className="refusal" role="alert">
          {isRefusal(fault) && fault.status === 412 ? words.conflict : sentenceOf(fault)}
        </p>
      )}
      <MergeLines sheet={sheet} chosen={chosen} choose={(field, side) => setChosen({ ...chosen, [field]: side })} />
      {meetings.length > 0 && (
        <Meetings sheet={sheet} going={runs} choose={(at, id) => setGoing({ ...going, [at]: id })} />
      )}
      {lines.length === 0 && <p className="quiet">{words.nothing_differs}</p>}
      <div className="dialog-acts">
        <Button variant="default" onClick={close}>
          {kit.cancel}
        </Button>
        <Button loading={busy} onClick={() => void merge()}>
          {words.verb(survivor.display_name)}
        </Button>
      </div>
    </div>
  );
};
