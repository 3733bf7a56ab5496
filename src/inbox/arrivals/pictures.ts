import type { Id } from '#ground/id.ts';
import type { Storage } from '#kernel/files/port.ts';
import { keyOf } from '#kernel/files/rules.ts';
import type { ArrivalDetail } from './lists.ts';

/** A picture in a text is small; a larger one is opened from the files. */
const MOST_BYTES = 2 * 1_048_576;
const DRAWN = /^image\/(png|jpeg|gif|webp|bmp)$/;

/** Its HTML with the pictures that came with it: they are its own files, so nobody outside is asked for them (IN-81). */
export const itemPictures = async (
  storage: Storage,
  practice: Id,
  { html, attachments, received_at }: Pick<ArrivalDetail, 'attachments' | 'received_at'> & { html: string | null },
): Promise<string> => {
  let shown = html ?? '';
  for (const { file_id, content_id, type, bytes } of attachments) {
    const name = `src="cid:${content_id}"`;
    if (!content_id || !DRAWN.test(type) || bytes > MOST_BYTES || !shown.includes(name)) continue;
    const source = await storage.read(keyOf(practice, { id: file_id, at: received_at }));
    const data = Buffer.from(await new Response(source).arrayBuffer()).toString('base64');
    shown = shown.replaceAll(name, `src="data:${type};base64,${data}"`);
  }
  return shown;
};
