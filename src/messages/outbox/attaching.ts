import type { Id } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import type { Context, Event, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem, ref, refused } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { endingOf, linkFile } from '#kernel/files/rules.ts';
import { dangerOf, isUnlikeItsEnding } from '#kernel/files/types.ts';
import { type Message, MOST_ATTACHED_BYTES, MOST_FILES, type OutboxState } from './model.ts';

/** Files that a member adds to a message (ME-29, ME-30). */

export type Attachment = Message['attachments'][number];

/** Together they are too large for a mail: the receiver fetches them from a page instead (ME-30). */
export const goAsLinks = ({ attachments }: { attachments: readonly Pick<Attachment, 'size'>[] }): boolean =>
  attachments.reduce((sum, { size }) => sum + size, 0) > MOST_ATTACHED_BYTES;

export interface Attaching {
  files: readonly Id[];
  /** Whether the receiver could reach a page of ours. */
  can_link: boolean;
}

export interface Taken {
  attachments: Attachment[];
  events: Event[];
}

/**
 * A new message takes these files. Refuses `file_type` for programs, scripts and documents with macros, whatever the practice
 * takes elsewhere; `no_such_file`; `too_large` where only a link would do and none can be reached.
 */
export const attached = (
  { message, files }: Pick<OutboxState, 'message' | 'files'>,
  { files: wanted, can_link }: Attaching,
  context: Context,
): Taken | Refusal => {
  const ids = [...new Set(wanted)];
  const no = tooMany(message, ids.length);
  if (no) return no;
  const taken: Taken = { attachments: [], events: [] };
  for (const id of ids) {
    const file = files.find((one) => one.id === id);
    const link = (file && wrongKind(file)) ?? linkFile(file, ref('message', message.id), context);
    if ('yes' in link) return link;
    taken.events.push(link);
    taken.attachments.push(attachmentOf(file!));
  }
  return (goAsLinks(taken) && !can_link && tooLarge()) || taken;
};

export interface Along {
  files: readonly FileRow[];
  can_link: boolean;
}

/** A new message takes files along that stay where they are. Refuses as `attached`. */
export const takenAlong = (message: Pick<Message, 'channel'>, { files, can_link }: Along): Taken | Refusal => {
  const no = tooMany(message, files.length) ?? files.map(wrongKind).find((one) => one !== null);
  if (no) return no;
  const taken: Taken = { attachments: files.map(attachmentOf), events: [] };
  return (goAsLinks(taken) && !can_link && tooLarge()) || taken;
};

const tooMany = ({ channel }: Pick<Message, 'channel'>, files: number): Refusal | null => {
  if (files && channel === 'sms') return invalid(problem('/files', 'no_files', 'A text carries no files.'));
  return files > MOST_FILES
    ? invalid(
        problem(
          '/files',
          'too_many',
          `A message takes at most ${plural(MOST_FILES, 'file', 'files')}, and these are ${files}.`,
        ),
      )
    : null;
};

const attachmentOf = ({ id, name, type, bytes, sha256 }: FileRow): Attachment => ({
  file_id: id,
  name,
  type,
  size: bytes,
  sha256,
});

const wrongKind = ({ name, type }: FileRow): Refusal | null =>
  dangerOf(endingOf(name)) || isUnlikeItsEnding(name, type)
    ? refused(
        'file_type',
        `«${name}» may run something, and mail programs do not let such files in. Send what it should show as a PDF.`,
      )
    : null;

const tooLarge = (): Refusal =>
  refused(
    'too_large',
    'Together these files have more than 10 MB, which no mail takes. They could go as links, but nobody outside can reach this installation, so send fewer.',
  );
