import { Select, Switch } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import type { Content, Settings, SubjectKind } from '#workflows/definitions/content.ts';
import { kindsWords } from '../data.ts';
import { AskedPart } from './asked-part.tsx';
import { CalmInput, CalmTextarea } from './calm-text.tsx';
import { ConditionField } from './condition-field.tsx';
import { Part } from './part.tsx';
import type { PanelProps } from './step-panel.tsx';
import { TriggersPart } from './triggers-part.tsx';
import { WhoField } from './who-field.tsx';
import { words } from './words.ts';
import './panel.css';

const SETS = ['client', 'prospect', 'prospect client', 'employee', 'invoice'];

/** The workflow as a whole: name, what it is for, what is asked at the start, who owns its runs. */
export const AboutPanel = ({ said, change, select, published }: PanelProps & { published: boolean }) => {
  const { content, facts } = said;
  const { settings } = content;
  const set = (changes: Partial<Content>) => change((now) => ({ ...now, ...changes }));
  const put = (changes: { [K in keyof Settings]?: Settings[K] | undefined }) =>
    change((now) => ({
      ...now,
      settings: Object.fromEntries(
        Object.entries({ ...now.settings, ...changes }).filter(([, value]) => value !== undefined),
      ) as Settings,
    }));
  return (
    <article className="panel" aria-label={words.about}>
      <div className="panel-head">
        <button type="button" className="tool panel-back" onClick={() => select(undefined)}>
          <ArrowLeft aria-hidden />
          {words.back_to_list}
        </button>
      </div>
      <section className="part" data-part="name">
        <CalmInput label={words.name} maxLength={80} value={content.name} onText={(name) => set({ name })} />
        <CalmTextarea
          label={words.description}
          description={words.description_hint}
          minRows={2}
          maxLength={500}
          value={content.description}
          onText={(description) => set({ description })}
        />
        <Select
          label={words.kinds}
          allowDeselect={false}
          value={[...content.subject_kinds].sort().reverse().join(' ')}
          data={choices(content, facts?.designable ?? [], published)}
          onChange={(to) => to && set({ subject_kinds: to.split(' ') as SubjectKind[] })}
        />
      </section>
      <AskedPart content={content} put={put} />
      {!content.subject_kinds.includes('invoice') && (
        <TriggersPart said={said} set={(triggers) => change((now) => withTriggers(now, triggers))} />
      )}
      <Part name="owner" label={words.owner} hint={words.owner_hint}>
        <WhoField
          label={words.owner}
          rules={settings.owner}
          set={(owner) => put({ owner })}
          said={said}
          empty={words.owner_empty}
        />
      </Part>
      <Part name="stop_if" label={words.stop_if} hint={words.stop_if_hint}>
        <ConditionField
          condition={settings.stop_if}
          set={(stop_if) => put({ stop_if })}
          said={said}
          index={content.steps.length}
        />
      </Part>
      <Part label={words.rules}>
        <div className="stack">
          <Flag
            label={words.several}
            on={settings.open_runs === 'many'}
            set={(on) => put({ open_runs: on ? 'many' : 'one' })}
          />
          <Flag label={words.inactive} on={settings.allow_inactive} set={(allow_inactive) => put({ allow_inactive })} />
          {content.subject_kinds.includes('prospect') && (
            <Flag
              label={words.blocks}
              on={settings.blocks_conversion}
              set={(blocks_conversion) => put({ blocks_conversion })}
            />
          )}
        </div>
      </Part>
    </article>
  );
};

const withTriggers = ({ triggers: _, ...rest }: Content, triggers: Content['triggers']): Content =>
  triggers ? { ...rest, triggers } : rest;

/** The five sets of WF-1; once published a workflow stays on its side, people or invoices. */
const choices = ({ subject_kinds }: Content, designable: readonly SubjectKind[], published: boolean) =>
  SETS.filter((set) => {
    const invoices = set === 'invoice';
    if (published && invoices !== subject_kinds.includes('invoice')) return false;
    const now = set === [...subject_kinds].sort().reverse().join(' ');
    return now || set.split(' ').every((kind) => designable.includes(kind as SubjectKind));
  }).map((value) => ({ value, label: kindsWords(value.split(' ') as SubjectKind[]) }));

const Flag = ({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) => (
  <Switch
    size="xs"
    withThumbIndicator={false}
    label={label}
    checked={on}
    onChange={(event) => set(event.currentTarget.checked)}
  />
);
