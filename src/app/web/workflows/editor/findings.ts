import type { Problem } from '#kernel/decision/model.ts';
import { checkList } from '#workflows/definitions/checklist.ts';
import { askedBy } from '#workflows/definitions/conditions.ts';
import type { Content } from '#workflows/definitions/content.ts';
import type { Finding } from '#workflows/definitions/finding.ts';
import type { DesignFacts } from '#workflows/definitions/model.ts';
import { readContent } from '#workflows/definitions/reading.ts';
import { sayAsked } from '../say/condition.ts';
import type { Said } from '../say/who.ts';
import { words } from './words.ts';

/** A part of the step panel, or of the panel about the whole workflow: where a line of the check list leads. */
export type Part =
  | 'title'
  | 'who'
  | 'of'
  | 'form'
  | 'reminders'
  | 'message'
  | 'at_least'
  | 'due'
  | 'start'
  | 'order'
  | 'only_if'
  | 'finish_if'
  | 'checklist'
  | 'asks'
  | 'outcomes'
  | 'does'
  | 'asked'
  | 'owner'
  | 'triggers'
  | 'stop_if'
  | 'name';

export interface Placed extends Finding {
  part: Part;
}

/** The live check list (WF-13): first what keeps the draft from being saved at all, then what the rules find. */
export const findingsOf = (content: Content, facts: DesignFacts, self: string): Placed[] => {
  const read = readContent(content);
  const unreadable = read.yes ? [] : (read.errors ?? []).map((problem) => unsaved(content, problem));
  return [
    ...unreadable,
    ...checkList(content, facts, self).map((finding) => ({
      ...finding,
      sentence: inWords(finding, { content, facts }),
      part: partOf(finding, content),
    })),
  ];
};

/** The rules name fields of conditions and parameters as they are written down; a designer knows them by their words. */
const inWords = ({ sentence, code }: Finding, said: Said): string => {
  if (code === 'params') return sentence.replace(/: «([a-z_]+)»/, (_, name: string) => `: «${PARAM[name] ?? name}»`);
  return sentence.replace(/«((?:subject|steps|answers|run)\.[a-z0-9_.]+)»/g, (whole, field: string) =>
    askedBy({ field, is: 'is' }) ? sayAsked({ field, is: 'is' }, said) : whole,
  );
};

const PARAM: Readonly<Record<string, string>> = {
  to: words.to,
  text: words.text,
  role: words.role,
  status: words.status,
  field: words.field,
  value: words.value,
  tag: words.tag,
  workflow: words.workflow,
};

const unsaved = ({ steps }: Content, { pointer, code, detail }: Problem): Placed => {
  const [head, index, field] = pointer.split('/').slice(1);
  const step = head === 'steps' ? steps[Number(index)] : undefined;
  const part = step ? (PART_OF_FIELD[field ?? ''] ?? 'title') : (PART_OF_FIELD[head ?? ''] ?? 'name');
  return { level: 'error', code, sentence: detail, part, ...(step ? { step_key: step.key } : {}) };
};

const PART_OF_FIELD: Readonly<Record<string, Part>> = {
  title: 'title',
  instructions: 'title',
  checklist: 'checklist',
  asks: 'asks',
  outcomes: 'outcomes',
  params: 'does',
  form: 'form',
  reminders: 'reminders',
  expires_after: 'reminders',
  message: 'message',
  settings: 'asked',
  triggers: 'triggers',
  name: 'name',
};

const partOf = ({ code, step_key, sentence }: Finding, { steps }: Content): Part => {
  if (!step_key) {
    const ofTrigger = code.startsWith('trigger_') || sentence.includes('starts by itself only if');
    return ofTrigger ? 'triggers' : (WHOLE[code] ?? 'name');
  }
  const step = steps.find(({ key }) => key === step_key);
  if (code.startsWith('anchor_')) return sentence.includes('» starts by') ? 'start' : 'due';
  if (['field_missing', 'value_missing', 'outcome_missing'].includes(code) || code.startsWith('condition_')) {
    if (sentence.includes('happens only if')) return 'only_if';
    if (sentence.includes('can be finished only if')) return 'finish_if';
    return step?.kind === 'action' ? 'does' : 'asks';
  }
  if (code === 'duplicate_key') return sentence.includes('checklist line') ? 'checklist' : 'title';
  if (code === 'merge_field' && step?.kind !== 'form') return 'does';
  return OF_STEP[code] ?? (step?.kind === 'action' ? 'does' : 'title');
};

const WHOLE: Readonly<Record<string, Part>> = {
  record_missing: 'asked',
  field_missing: 'stop_if',
  value_missing: 'stop_if',
  outcome_missing: 'stop_if',
  condition_large: 'stop_if',
  role_missing: 'owner',
  step_missing: 'owner',
  asked_missing: 'owner',
  member_missing: 'owner',
  member_inactive: 'owner',
  nobody: 'owner',
};

const OF_STEP: Readonly<Record<string, Part>> = {
  circle: 'order',
  after_missing: 'order',
  role_missing: 'who',
  asked_missing: 'who',
  member_missing: 'who',
  member_inactive: 'who',
  nobody: 'who',
  own_work: 'who',
  judges_nothing: 'of',
  judged_missing: 'of',
  judged_kind: 'of',
  at_least: 'at_least',
  form_missing: 'form',
  form_empty: 'form',
  recipient: 'form',
  reminder_late: 'reminders',
  merge_field: 'message',
  choices_missing: 'asks',
  record_missing: 'asks',
  field_fixed: 'asks',
  field_type: 'asks',
};
