import { Button, Checkbox, Modal, Radio, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type ApiRefusal, api, isRefusal } from '#kernel/ui/client.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import { isSame } from '#workflows/definitions/difference.ts';
import { WORKFLOWS } from '../data.ts';
import { DifferenceView } from '../difference-view.tsx';
import type { Facts, Version, WorkflowDetail } from '../facts.ts';
import type { Placed } from './findings.ts';
import type { Design } from './use-design.ts';
import { words } from './words.ts';
import './dialogs.css';
import '#kernel/ui/form/form.css';

interface PublishProps {
  opened: boolean;
  close: () => void;
  design: Design;
  findings: readonly Placed[];
  facts: Facts;
  /** Asks which running ones move to the version that was just published (WF-140). */
  move: (to: number) => void;
}

/** Before a draft becomes a version: what changes, a note, and turning it on (WF-11, WF-9). */
export const PublishDialog = ({ opened, close, ...rest }: PublishProps) => {
  const next = (rest.design.detail.current_version ?? 0) + 1;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.publish_title(next)}
      size={720}
      closeButtonProps={{ 'aria-label': kit.close }}
    >
      <PublishForm {...rest} close={close} />
    </Modal>
  );
};

const PublishForm = ({ close, design, findings, facts, move }: Omit<PublishProps, 'opened'>) => {
  const { content, detail } = design;
  const current = useCurrent(detail);
  const refresh = useRefresh();
  const [note, setNote] = useState('');
  const [on, setOn] = useState(true);
  const [also, setAlso] = useState(false);
  const [fault, setFault] = useState<ApiRefusal>();
  const [busy, setBusy] = useState(false);
  const errors = findings.filter(({ level }) => level === 'error').length;
  const n = detail.current_version ?? 0;
  const nothing = current ? isSame(current.content, content) : false;
  const why_not = errors ? words.publish_errors(errors) : nothing ? words.nothing_to_publish(n) : undefined;
  const moved = fault?.facts.code === 'published_since';
  const publish = async () => {
    if (why_not || busy) return;
    setBusy(true);
    try {
      const published = await sent(design, { note, anyway: moved });
      if (!published) return close();
      const turnOn = on && !published.on;
      const now = turnOn ? await turnedOn(published) : published;
      design.goOnFrom(now);
      await refresh(WORKFLOWS);
      toast((turnOn ? words.published_on : words.published_n)(now.current_version ?? 0, now.name));
      close();
      if (also && now.current_version) move(now.current_version);
    } catch (refused) {
      if (!isRefusal(refused)) throw refused;
      setFault(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="publish">
      {n === 0 && <p>{words.first_version(content.steps.length)}</p>}
      {n > 0 && (
        <section className="publish-difference" aria-label={words.against(n)}>
          <p className="part-name">{words.against(n)}</p>
          {current && <DifferenceView before={current.content} after={content} facts={facts} />}
        </section>
      )}
      {detail.open_runs > 0 && (
        <Radio.Group
          label={words.running_ones(detail.open_runs)}
          value={also ? 'also' : 'new'}
          onChange={(value) => setAlso(value === 'also')}
        >
          <div className="publish-running">
            <Radio value="new" label={words.new_runs_only} description={words.runs_stay(detail.open_runs, n)} />
            <Radio value="also" label={words.also_move} description={words.also_move_hint} />
          </div>
        </Radio.Group>
      )}
      <Textarea
        label={words.note}
        description={words.note_hint}
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {!detail.on && (
        <Checkbox
          label={words.turn_on}
          description={words.turn_on_hint}
          checked={on}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
      )}
      {fault && (
        <p className="refusal" role="alert">
          {fault.message}
        </p>
      )}
      <div className="dialog-acts">
        {why_not && <span className="caption publish-why">{why_not}</span>}
        <Button variant="default" onClick={close}>
          {kit.cancel}
        </Button>
        <Button aria-disabled={why_not ? true : undefined} loading={busy} onClick={() => void publish()}>
          {moved ? words.publish_anyway : words.publish_verb(n + 1)}
        </Button>
      </div>
    </div>
  );
};

/** Publishes what is typed, saved first; undefined when it could not be saved, which the editor then says itself. */
const sent = async (design: Design, body: { note: string; anyway: boolean }): Promise<WorkflowDetail | undefined> => {
  const saved = await design.flush();
  if (!saved) return undefined;
  const { id, base_version, draft_version } = saved;
  return api.post<WorkflowDetail>(`${WORKFLOWS}/${id}/versions`, { ...body, base_version }, { version: draft_version });
};

const turnedOn = ({ id, version }: WorkflowDetail): Promise<WorkflowDetail> =>
  api.put<WorkflowDetail>(`${WORKFLOWS}/${id}/activation`, {}, { version });

/** The version runs are started with now, to compare with. */
const useCurrent = ({ id, current_version }: WorkflowDetail): Version | undefined => {
  const [current, setCurrent] = useState<Version>();
  useEffect(() => {
    if (current_version === null) return;
    void api.get<Version>(`${WORKFLOWS}/${id}/versions/${current_version}`).then(setCurrent);
  }, [id, current_version]);
  return current;
};
