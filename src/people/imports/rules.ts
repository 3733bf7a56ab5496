import { plural } from '#ground/text.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, notFound, ref, refused } from '#kernel/decision/rules.ts';
import {
  type Import,
  type ImportCommand,
  type ImportStage,
  type ImportState,
  PREVIEW_DAYS,
  UNDO_DAYS,
} from './model.ts';

const DAY_MS = 86_400_000;

/** A file goes through mapping, preview, commit, and for 30 days back (people.md section 2, PE-85 … PE-91). */
export const decide = (state: ImportState, command: ImportCommand, context: Context): Decision => {
  if (command.do === 'upload')
    return state.no ?? told(state, 'import.uploaded', creation({ ...state.import, ...command.fields }));
  const no = state.import.version === 0 || state.import.deleted_at ? notFound() : state.no;
  return no ?? decided(state, command, context);
};

export const evolve = (state: ImportState, event: Event): ImportState => ({
  ...state,
  import: changed(state.import, event),
});

const decided = (state: ImportState, command: Exclude<ImportCommand, { do: 'upload' }>, context: Context): Decision => {
  const { import: row } = state;
  switch (command.do) {
    case 'map':
      return (
        notIn(row, ['mapping', 'previewed']) ??
        differs(state, 'import.mapped', { ...command.fields, state: 'mapping', counts: {}, previewed_at: null })
      );
    case 'previewed':
      return (
        notIn(row, ['mapping', 'previewed']) ??
        differs(state, 'import.previewed', {
          state: 'previewed',
          counts: command.counts,
          previewed_at: context.now,
          whole: false,
        })
      );
    case 'commit':
      return commit(state, command.all_or_nothing, context);
    case 'finish':
      return (
        notIn(row, ['committing']) ??
        differs(state, 'import.done', { state: 'done', counts: command.counts, done_at: context.now })
      );
    case 'give_up':
      return (
        notIn(row, ['committing']) ??
        differs(state, 'import.stopped', {
          state: 'previewed',
          counts: command.counts,
          committed_at: null,
          committed_by: null,
        })
      );
    case 'undo_import':
      return (
        canUndo(row, context.now) ??
        differs(state, 'import.undo_began', { undone_at: context.now, undone_by: context.who.actor })
      );
    case 'undone':
      return notIn(row, ['done']) ?? differs(state, 'import.undone', { state: 'undone', counts: command.counts });
    case 'discard':
      return notIn(row, ['mapping', 'previewed']) ?? differs(state, 'import.discarded', { deleted_at: context.now });
  }
};

/** Pressing twice changes nothing more (PE-86). All or nothing is refused while one row is bad. */
const commit = (state: ImportState, whole: boolean, context: Context): Decision => {
  const { import: row } = state;
  if (row.state === 'committing' || row.state === 'done') return accept([]);
  const no = notIn(row, ['previewed']) ?? stalePreview(row, context.now);
  if (no) return no;
  const stopped = whole ? rowsStop(row) : null;
  if (stopped) return stopped;
  return differs(state, 'import.committed', {
    state: 'committing',
    whole,
    committed_at: context.now,
    committed_by: context.who.actor,
  });
};

/** All or nothing needs every row to be good (PE-86). */
export const rowsStop = ({ counts }: Pick<Import, 'counts'>): Refusal | null =>
  counts.error
    ? refused(
        'rows_stop',
        `${plural(counts.error, 'row stops', 'rows stop')} this import. Repair them in the error file, or take the good rows.`,
        { errors: counts.error },
      )
    : null;

/** A preview shows what would happen for 7 days; then one looks again (PE-85). */
export const stalePreview = (row: Pick<Import, 'previewed_at'>, now: string): Refusal | null =>
  row.previewed_at && addMilliseconds(row.previewed_at, PREVIEW_DAYS * DAY_MS) < now
    ? refused(
        'preview_expired',
        `This preview is more than ${PREVIEW_DAYS} days old. Make it anew and look at it again.`,
      )
    : null;

/** For 30 days (PE-91); pressing again goes on where it stopped. */
export const canUndo = (row: Pick<Import, 'state' | 'done_at'>, now: string): Refusal | null =>
  notIn(row, ['done']) ??
  (row.done_at && addMilliseconds(row.done_at, UNDO_DAYS * DAY_MS) < now
    ? refused('too_late', `This import was done more than ${UNDO_DAYS} days ago, so it stays.`)
    : null);

const WORDS: Record<ImportStage, string> = {
  mapping: 'has no preview yet',
  previewed: 'is waiting to be committed',
  committing: 'is being written now',
  done: 'is done',
  undone: 'was taken back',
};

const notIn = (row: Pick<Import, 'state'>, states: readonly ImportStage[]): Refusal | null =>
  states.includes(row.state)
    ? null
    : refused('wrong_state', `This import ${WORDS[row.state]}, so this cannot be done now.`, { state: row.state });

const differs = (state: ImportState, verb: string, after: Partial<Import>): Decision =>
  told(state, verb, difference<Import>(state.import, after));

const told = (state: ImportState, verb: string, facts: Event['facts']): Decision =>
  accept(Object.keys(facts).length ? [{ verb, thing: ref('import', state.import.id), facts }] : []);
