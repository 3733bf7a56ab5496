import { addMilliseconds, millisecondsBetween } from '#ground/time.ts';
import {
  type Context,
  type Decision,
  type Effect,
  type Event,
  MODULES,
  type Ref,
  type Refusal,
  type Who,
} from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, notAllowed, notFound, ref, refused } from '#kernel/decision/rules.ts';
import { type FileCommand, type FileRoomState, type FileRow, UNKNOWN, UNLINKED_MS } from './model.ts';

/** A file is announced, filled, and taken by a thing within a day, or removed (PL-110). */
export const decide = ({ file }: FileRoomState, command: FileCommand, context: Context): Decision => {
  const told = (verb: string, facts: Event['facts']): Event => ({
    verb: `file.${verb}`,
    thing: ref('file', file.id),
    facts,
  });
  if (command.do === 'announce') return mayUpload(context.who) ?? announced(file, command, context);
  if (command.do === 'bring') return brought(file, command, context);
  if (command.do === 'wake') return isForgotten(file, context) ? removed(file, 'removed', context) : accept([]);
  if (command.do === 'erase') return erased(file, context);
  if (file.version === 0 || file.state !== 'uploading' || file.uploaded_by !== context.who.actor) return notFound();
  switch (command.do) {
    case 'keep': {
      if (file.sha256) return refused('already_there', 'The content of this file is here already.');
      const { do: _, ...fields } = command;
      return accept([told('uploaded', difference<FileRow>(file, fields))]);
    }
    case 'reject':
      return accept([told('rejected', { state: [file.state, 'refused'], reason: [null, command.code] })]);
    case 'discard':
      return removed(file, 'discarded', context);
  }
};

export const evolve = (state: FileRoomState, event: Event): FileRoomState => ({ file: changed(state.file, event) });

/** Whoever may write anything here may upload; a file by itself is nothing yet. */
const mayUpload = (who: Who): Refusal | null =>
  MODULES.some((module) => who.levels[module] === 'write')
    ? null
    : notAllowed(`As ${who.role_name} you may read but change nothing, so there is nothing to add files to.`);

const announced = (
  file: FileRow,
  { name, declared_type }: { name: string; declared_type: string },
  context: Context,
) => {
  const row: Omit<FileRow, 'id' | 'version'> = {
    name: cleanName(name),
    declared_type: declared_type.slice(0, 200),
    type: UNKNOWN,
    bytes: 0,
    sha256: '',
    state: 'uploading',
    thing: null,
    uploaded_by: context.who.actor,
    at: context.now,
    removed_at: null,
  };
  const at = addMilliseconds(context.now, UNLINKED_MS);
  return accept(
    [{ verb: 'file.announced', thing: ref('file', file.id), facts: creation(row) }],
    [{ do: 'wake', room: 'file', thing: file.id, at }],
  );
};

/** Whatever comes by mail is kept, so nothing is refused here; a second time changes nothing. */
const brought = (
  file: FileRow,
  { file: given, thing }: Extract<FileCommand, { do: 'bring' }>,
  { who }: Context,
): Decision => {
  if (file.version > 0) return accept([]);
  const row = { ...given, name: cleanName(given.name), state: 'ready', thing, uploaded_by: who.actor };
  return accept([{ verb: 'file.brought', thing: ref('file', file.id), facts: creation(row) }]);
};

const isForgotten = (file: FileRow, { now }: Context): boolean => {
  const since = { uploading: file.at, removed: file.removed_at, ready: null, refused: null, deleted: null }[file.state];
  return since !== null && millisecondsBetween(since, now) >= UNLINKED_MS;
};

/** The row says so at once; the bytes go by a job, after the transaction. */
const removed = (file: FileRow, verb: 'removed' | 'discarded' | 'erased', context: Context): Decision =>
  accept(
    [{ verb: `file.${verb}`, thing: ref('file', file.id), facts: difference<FileRow>(file, { state: 'deleted' }) }],
    [{ do: 'queue', queue: 'act', name: REMOVE_BYTES, data: { key: keyOf(context.practice.id, file) } }],
  );

/** The hash goes too, since it would tell whoever has a copy that this was it. */
const erased = (file: FileRow, context: Context): Decision => {
  const done = removed(file, 'erased', context);
  if (!done.yes) return done;
  const [event] = done.events;
  const facts = difference<FileRow>(file, { state: 'deleted', name: ERASED, declared_type: '', sha256: '' });
  return accept([{ ...event!, facts }], done.effects);
};

/** What stands in place of an erased name. */
const ERASED = 'erased file';

/** The name of the job that takes bytes away. */
export const REMOVE_BYTES = 'remove_file_bytes';

/** Where the bytes of a file stand: `<practice>/<yyyy>/<id>` (PL-110). */
export const keyOf = (practice: string, { id, at }: Pick<FileRow, 'id' | 'at'>): string =>
  `${practice}/${at.slice(0, 4)}/${id}`;

/**
 * By this event a thing takes a file, in the transaction of the thing itself; from then on whoever may read the thing may
 * read the file. Refuses a file that is not there, is somebody else's, or belongs to another thing already.
 */
export const linkFile = (file: FileRow | undefined, thing: Ref, context: Context): Event | Refusal => {
  if (!file?.sha256 || file.state !== 'uploading' || file.uploaded_by !== context.who.actor)
    return refused('no_such_file', 'This file is not here any more. Upload it again.');
  return {
    verb: 'file.linked',
    thing: ref('file', file.id),
    facts: { thing: [null, thing], state: ['uploading', 'ready'] },
  };
};

/**
 * By this event a thing lets a file go. It can be put back by `relinkFile` for a day, then its bytes go (PL-110): the effect is
 * what wakes it.
 */
export const unlinkFile = (file: FileRow, { now }: Context): { event: Event; effect: Effect } => ({
  event: {
    verb: 'file.unlinked',
    thing: ref('file', file.id),
    facts: difference<FileRow>(file, { state: 'removed', removed_at: now }),
  },
  effect: { do: 'wake', room: 'file', thing: file.id, at: addMilliseconds(now, UNLINKED_MS) },
});

/** Refuses a file whose bytes are gone. */
export const relinkFile = (file: FileRow): Event | Refusal =>
  file.state === 'removed'
    ? {
        verb: 'file.relinked',
        thing: ref('file', file.id),
        facts: difference<FileRow>(file, { state: 'ready', removed_at: null }),
      }
    : refused('no_such_file', `The content of «${file.name}» is gone, a day after it was removed. Upload it again.`);

const LONGEST = 200;
// Controls, and the signs that turn the direction of writing, by which «gpj.exe» can look like «exe.jpg».
const UNSEEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A name without path, control characters and dots at its end; cut so that its ending stays (PL-112). */
export const cleanName = (name: string): string => {
  const last = name.toWellFormed().normalize('NFC').replace(UNSEEN, '').split(/[/\\]/).pop() ?? '';
  const clean = last.replace(/[<>:"|?*]/g, '_').replace(/^[\s.]+|[\s.]+$/g, '') || 'file';
  if (clean.length <= LONGEST) return clean;
  const ending = endingOf(clean);
  return ending && ending.length < 20
    ? `${clean.slice(0, LONGEST - ending.length - 1)}.${ending}`
    : clean.slice(0, LONGEST);
};

/** `Report.PDF` → `pdf`; empty where a name has none. */
export const endingOf = (name: string): string => /\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
