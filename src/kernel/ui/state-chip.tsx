import { type Hue, type Shape, StateMark } from './state-mark.tsx';
import { STATE_WORDS, words } from './words.ts';
import './small.css';

const LOOK: Readonly<Record<string, readonly [Shape, Hue]>> = {
  outstanding: ['ring', 'amber'],
  ready: ['ring', 'amber'],
  in_progress: ['half', 'blue'],
  running: ['half', 'blue'],
  started: ['half', 'blue'],
  live: ['half', 'blue'],
  approved: ['tick', 'green'],
  active: ['tick', 'green'],
  on: ['tick', 'green'],
  done: ['tick', 'grey'],
  sent: ['tick', 'grey'],
  not_approved: ['cross', 'red'],
  failed: ['cross', 'red'],
  locked: ['cross', 'red'],
  completed: ['tick', 'grey'],
  waiting: ['hollow', 'grey'],
  planned: ['hollow', 'grey'],
  draft: ['hollow', 'grey'],
  none: ['hollow', 'grey'],
  on_hold: ['bar', 'grey'],
  held: ['bar', 'grey'],
  paused: ['bar', 'grey'],
  skipped: ['dash', 'grey'],
  cancelled: ['dash', 'grey'],
  inactive: ['dash', 'grey'],
  archived: ['dash', 'grey'],
  off: ['dash', 'grey'],
  unknown: ['question', 'amber'],
  overdue: ['alert', 'late'],
};

interface StateChipProps {
  state: string;
  /** The room's own word for it. */
  label?: string;
  /** With `overdue`: how many days late. */
  days?: number;
  /** Only the shape; the word is read out. */
  bare?: boolean;
}

/** A state by hue and shape, with its word. @example <StateChip state={task.state} /> <StateChip state="overdue" days={4} /> */
export const StateChip = ({ state, label, days, bare }: StateChipProps) => {
  const [shape, hue] = LOOK[state] ?? (['hollow', 'grey'] as const);
  const word = days === undefined ? (label ?? STATE_WORDS[state] ?? state.replaceAll('_', ' ')) : words.days_late(days);
  return (
    <span className="chip" data-hue={hue} title={bare ? word : undefined}>
      <StateMark shape={shape} hue={hue} />
      <span className={bare ? 'unseen' : 'cut'}>{word}</span>
    </span>
  );
};
