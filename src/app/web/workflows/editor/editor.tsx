import { useDebouncedValue } from '@mantine/hooks';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { useLeaveGuard } from '#kernel/ui/form/leave-guard.ts';
import { useKeys } from '#kernel/ui/keys.ts';
import type { ListAnswer } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import type { Content } from '#workflows/definitions/content.ts';
import { RUNS } from '../../runs/data.ts';
import { MoveDialog } from '../../runs/move/move-dialog.tsx';
import type { Facts, WorkflowDetail } from '../facts.ts';
import { AboutPanel } from './about-panel.tsx';
import { CheckListFoot } from './check-list-foot.tsx';
import { ConflictSheet } from './conflict-sheet.tsx';
import { EditorHead } from './editor-head.tsx';
import { moveStep } from './edits.ts';
import { findingsOf, type Part, type Placed } from './findings.ts';
import type { ShownRecord } from './letter-record.tsx';
import { ABOUT, isNarrow } from './place.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { stepFacts } from './step-facts.ts';
import { StepList } from './step-list.tsx';
import { StepPanel } from './step-panel.tsx';
import { useAssumed } from './use-assumed.ts';
import { useDesign } from './use-design.ts';
import { words } from './words.ts';
import './editor.css';

interface EditorProps {
  opened: WorkflowDetail & { content: Content };
  facts: Facts;
}

/** The editor: the run line above, the steps at the left, the step one is on at the right, the check list at the foot. */
export const Editor = ({ opened, facts }: EditorProps) => {
  const design = useDesign(opened);
  const { content, change, saving } = design;
  const { read, write } = useSearchText();
  const [moving, setMoving] = useState<{ to: number; count: number }>();
  const [chosen, setChosen] = useState<ShownRecord | null>();
  const [publishing, setPublishing] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  // a large design takes its time to be judged, dated and drawn: not at each letter
  const [calm] = useDebouncedValue(content, CALM_MS);
  const findings = useMemo(() => findingsOf(calm, facts, design.detail.key), [calm, facts, design.detail.key]);
  const assumed = useAssumed(calm, facts);
  const told = useMemo(() => stepFacts({ content: calm, facts }, findings), [calm, facts, findings]);
  const open = read('step');
  const index = content.steps.findIndex(({ key }) => key === open);
  const select = useCallback((step: string | undefined) => write({ step }, isNarrow() ? 'push' : 'replace'), [write]);
  const jump = useJump(open, select, panel);
  const beside = (by: -1 | 1) => {
    const next = content.steps[Math.max(0, Math.min(content.steps.length - 1, index + by))];
    if (next) select(next.key);
  };
  const move = (by: -1 | 1) => open && change((now) => moveStep(now, open, by));
  useLeaveGuard(() => saving.at !== 'saved' && saving.at !== 'changed' && saving.at !== 'saving');
  useKeys([
    { key: 'j', label: words.next_step, run: () => beside(1) },
    { key: 'k', label: words.step_before, run: () => beside(-1) },
    { key: 'Alt+ArrowUp', label: words.move_up, run: () => move(-1) },
    { key: 'Alt+ArrowDown', label: words.move_down, run: () => move(1) },
    { key: 'a', label: words.add_step, run: () => document.getElementById('add-step')?.focus() },
  ]);
  const said = { content, facts };
  const step = content.steps[index];
  return (
    <div className="editor" data-open={open ? '' : undefined}>
      <EditorHead
        design={design}
        assumed={assumed}
        calm={calm}
        facts={facts}
        select={select}
        publish={() => setPublishing(true)}
      />
      <StepList content={content} facts={told} open={open} select={select} change={change} panel={panel} />
      {/* a name of its own per step: the router carries the place of a scrolled part over to the next address */}
      <div className="editor-panel scrolls" ref={panel} data-scroll-restoration-id={`panel-${open}`}>
        {step ? (
          <StepPanel
            key={step.key}
            step={step}
            index={index}
            said={said}
            change={change}
            select={select}
            dates={assumed.run}
            shown={{ chosen, choose: setChosen }}
          />
        ) : (
          <AboutPanel said={said} change={change} select={select} published={design.detail.current_version !== null} />
        )}
      </div>
      <CheckListFoot findings={findings} steps={content.steps} jump={jump} />
      <PublishDialog
        opened={publishing}
        close={() => setPublishing(false)}
        design={design}
        findings={findings}
        facts={facts}
        move={(to) => void openRuns(design.detail.id).then((count) => setMoving({ to, count }))}
      />
      {moving && (
        <MoveDialog
          workflow={design.detail.id}
          to={moving.to}
          target={{ ids: [], count: moving.count, filter: openOf(design.detail.id) }}
          close={() => setMoving(undefined)}
        />
      )}
      {design.clashing && <ConflictSheet clashing={design.clashing} design={design} facts={facts} />}
    </div>
  );
};

const CALM_MS = 180;

const openOf = (workflow: Id) => ({ workflow, state: 'open' });

/** How many runs of it are under way that this viewer sees. */
const openRuns = async (workflow: Id): Promise<number> => {
  const { count } = await api.get<ListAnswer<unknown>>(RUNS, { ...openOf(workflow), limit: 1, count: 'exact' });
  return count?.value ?? 0;
};

/** Each panel begins at its top; a line of the check list opens it at its part. */
const useJump = (open: string, select: (key: string) => void, panel: RefObject<HTMLElement | null>) => {
  const wanted = useRef<{ step: string; part: Part }>(undefined);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const part = wanted.current;
    // the address has not followed yet
    if (part && part.step !== open) return;
    wanted.current = undefined;
    if (part) showPart(panel.current, part.part);
    else panel.current?.scrollTo(0, 0);
  }, [open, asked, panel]);
  return ({ step_key, part }: Placed) => {
    wanted.current = { step: step_key ?? ABOUT, part };
    setAsked((times) => times + 1);
    select(step_key ?? ABOUT);
  };
};

/** Brings a part of the panel into sight and puts the focus into it. */
const showPart = (panel: HTMLElement | null, part: Part): void => {
  const place = panel?.querySelector<HTMLElement>(`[data-part="${part}"]`);
  place?.scrollIntoView({ block: 'center' });
  place?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
};
