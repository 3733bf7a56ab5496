import { useMediaQuery } from '@mantine/hooks';
import { memo, useMemo, useState } from 'react';
import { plural } from '#ground/text.ts';
import { daysBetween, type PlainDate } from '#ground/time.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { confirm } from '#kernel/ui/confirm.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import type { Content } from '#workflows/definitions/content.ts';
import { PutSheet } from '../../cadences/put-sheet.tsx';
import { type Actable, useWorkflowActs } from '../acts.tsx';
import { WORKFLOWS } from '../data.ts';
import { type Dated, designLine } from '../dating.ts';
import type { DesignSaid } from '../design-view.tsx';
import type { Facts, WorkflowDetail } from '../facts.ts';
import { OnSwitch } from '../own-workflows.tsx';
import { anchorWords } from '../say/offset.ts';
import { capital } from '../say/who.ts';
import { words as pages } from '../words.ts';
import { SavedNote } from './saved-note.tsx';
import type { Assumed } from './use-assumed.ts';
import type { Design } from './use-design.ts';
import { words } from './words.ts';

interface HeadProps {
  design: Design;
  assumed: Assumed;
  /** The design as it came to rest last: what is drawn and dated. */
  calm: Content;
  facts: Facts;
  select: (key: string) => void;
  publish: () => void;
}

interface LineProps extends Pick<HeadProps, 'calm' | 'facts' | 'select'> {
  run: Dated;
}

/** Over the editor: what is being edited and whether it is saved, and the whole run on its dates. */
export const EditorHead = ({ design, assumed, calm, facts, select, publish }: HeadProps) => {
  const { detail, content } = design;
  const thing = { ...detail, archived: false, steps: content.steps.length };
  const [putting, setPutting] = useState<Actable>();
  return (
    <header className="editor-head">
      <Place
        title={content.name}
        parent={{ label: pages.workflows, to: WORKFLOWS }}
        main={{ id: 'publish', label: words.publish, key: 'p', run: publish }}
      />
      <div className="editor-line-one">
        <span className="editor-state">
          {detail.has_draft
            ? detail.current_version === null
              ? words.first_draft
              : words.draft_of(detail.base_version)
            : words.published(detail.current_version ?? 0)}
        </span>
        <SavedNote saving={design.saving} />
        <span className="editor-tools">
          <OnSwitch thing={thing} worded told={design.told} />
          <Go className="tool" to={`${WORKFLOWS}/${detail.id}/simulate`}>
            {pages.simulate}
          </Go>
          <Go className="tool" to={`${WORKFLOWS}/${detail.id}/versions`}>
            {words.versions}
          </Go>
          <RowMenu name={words.acts} acts={useHeadActs(design, thing, setPutting)} />
        </span>
      </div>
      {content.steps.length > 0 ? (
        <>
          <Line run={assumed.run} calm={calm} facts={facts} select={select} />
          <Assumptions assumed={assumed} said={{ content: calm, facts }} />
        </>
      ) : (
        <p className="caption editor-no-line">{words.no_steps_line}</p>
      )}
      {putting && <PutSheet workflow={putting} close={() => setPutting(undefined)} />}
    </header>
  );
};

/** Drawn anew only when the design has come to rest. */
const Line = memo(({ run, calm, facts, select }: LineProps) => {
  const line = useMemo(() => designLine(run, { content: calm, facts }), [run, calm, facts]);
  // a phone keeps its room for the steps
  const phone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  return <RunLine size={phone ? 'row' : 'page'} label={words.the_run(calm.name)} data={line} open={select} />;
});

/** Archiving and deleting belong to the list, where what is left can be seen. */
const HERE = ['cadence', 'subjects', 'duplicate', 'statistics', 'pause'];

const useHeadActs = (design: Design, thing: Actable, put: (thing: Actable) => void): Act[] => {
  const { detail, goOnFrom, flush } = design;
  const refresh = useRefresh();
  const acts = useWorkflowActs(put)(thing).filter(({ id }) => id.startsWith('start-') || HERE.includes(id));
  const discard = async () => {
    const n = detail.current_version ?? 0;
    const sure = await confirm({
      title: words.discard_title,
      consequence: words.discard_text(n),
      verb: words.discard,
      danger: true,
    });
    if (!sure) return;
    const version = ((await flush()) ?? detail).draft_version;
    const now = await api.delete<WorkflowDetail>(`${WORKFLOWS}/${detail.id}/draft`, { version });
    goOnFrom(now);
    await refresh(WORKFLOWS);
    toast(words.discarded(n));
  };
  const may = detail.has_draft && detail.current_version !== null;
  return may ? [...acts, { id: 'discard', label: words.discard, danger: true, run: discard }] : acts;
};

/** The dates the line rests on, each to be changed where it is said. */
const Assumptions = ({ assumed, said }: { assumed: Assumed; said: DesignSaid }) => {
  const { run, setStart, setAnchor } = assumed;
  const { locale, today } = useClock();
  const days = plural(daysBetween(run.start, run.end), 'day', 'days');
  return (
    <p className="editor-assumed">
      <DateWords label={words.if_starts} date={run.start} set={(date) => date && setStart(date)} />
      {[...run.anchors].map(([anchor, date]) => (
        <DateWords
          key={anchor}
          label={`${words.and} ${words.is_on(anchorWords(anchor, said.content))}`}
          date={date}
          set={(to) => setAnchor(anchor, to)}
        />
      ))}
      <span>
        {run.end === run.start ? words.no_dates : capital(words.it_ends(days, dayWords(run.end, today, locale)))}
      </span>
    </p>
  );
};

interface DateWordsProps {
  label: string;
  date: PlainDate;
  set: (date: PlainDate | undefined) => void;
}

/** A date within a sentence: words to read, a date field to change it. */
const DateWords = ({ label, date, set }: DateWordsProps) => {
  const { locale, today } = useClock();
  return (
    <label>
      {label}
      <span className="date-words">
        <span aria-hidden>{dayWords(date, today, locale)}</span>
        <input
          type="date"
          value={date}
          onClick={(event) => event.currentTarget.showPicker?.()}
          onChange={(event) => set(event.currentTarget.value || undefined)}
        />
      </span>
    </label>
  );
};
