import type { Content, Step } from './content.ts';
import { anchorInWords } from './days.ts';
import { fieldOf, RECORD_FIELDS } from './fields.ts';
import { type Design, error, type Finding, warning } from './finding.ts';

/** Start and due of a step: anchors that do not exist (errors) and anchors that may be empty (warnings), WF-13, WF-36. */
export const dateFindings = ({ content }: Design, step: Step): Finding[] => [
  ...offsetFindings(content, step, 'start'),
  ...offsetFindings(content, step, 'due'),
];

const offsetFindings = (content: Content, step: Step, which: 'start' | 'due'): Finding[] => {
  const anchor = step[which]?.anchor;
  if (!anchor) return [];
  const says = which === 'start' ? 'starts' : 'is due';
  if (anchor === 'ready') {
    const why = 'starts by the day it becomes ready, which its start decides. Choose another date.';
    return which === 'start' ? [error(step, 'anchor_missing', why)] : [];
  }
  const why = missing(content, step, anchor);
  if (why) return [error(step, 'anchor_missing', `${says} by ${why}`)];
  if (!mayBeEmpty(content, anchor)) return [];
  const words = anchorInWords(anchor, content);
  return [
    warning(step, 'anchor_empty', `${says} by ${words}, which may be empty; until it is known the step has no date.`),
  ];
};

/** Why the anchor does not exist, as the end of «is due by …»; null when it does. */
const missing = ({ settings, steps, subject_kinds }: Content, step: Step, anchor: string): string | null => {
  const name = anchor.slice(anchor.indexOf(':') + 1);
  if (anchor === 'run_date' && !settings.run_date)
    return 'a date asked for at the start, but the workflow asks for none.';
  if (anchor.startsWith('period_') && settings.period === 'none') return 'the period, but the workflow has none.';
  if (anchor.startsWith('record:')) {
    if (!settings.refers_to) return 'a date of an authorization, but the workflow refers to none.';
    if (!RECORD_FIELDS.some(({ field }) => field === name))
      return `«${name}» of the authorization, which is no date it has.`;
  }
  if (anchor.startsWith('step:')) {
    if (name === step.key) return 'its own end. Choose another date.';
    if (!steps.some(({ key }) => key === name)) return `the end of «${name}», which is not in this workflow.`;
  }
  const known = !anchor.startsWith('subject:') || subject_kinds.some((kind) => fieldOf(kind, name)?.type === 'date');
  return known ? null : `«${name}», which is no date of the subject.`;
};

const mayBeEmpty = ({ settings, subject_kinds }: Content, anchor: string): boolean => {
  const name = anchor.slice(anchor.indexOf(':') + 1);
  if (anchor === 'run_date') return settings.run_date?.required === false;
  if (anchor.startsWith('record:')) return !RECORD_FIELDS.find(({ field }) => field === name)?.always;
  return anchor.startsWith('subject:') && !subject_kinds.every((kind) => fieldOf(kind, name)?.always);
};
