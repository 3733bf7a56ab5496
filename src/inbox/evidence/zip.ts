import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Instant } from '#ground/time.ts';

/** A file of a zip: its bytes, or where they are read from when their turn comes. */
export interface Entry {
  path: string;
  content: Buffer | (() => Promise<ReadableStream<Uint8Array>>);
}

/**
 * A zip that is made while it is read, so that it may be larger than the memory. The same entries at the same time give the same
 * bytes. The stream errs where an entry's does.
 */
export const zipped = (entries: readonly Entry[], at: Instant): ReadableStream<Uint8Array> => {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  zip.on('error', (error) => out.destroy(error as Error));
  const options = { mtime: new Date(at) };
  for (const { path, content } of entries) {
    if (Buffer.isBuffer(content)) zip.addBuffer(content, path, options);
    else
      zip.addReadStreamLazy(path, options, (take) => {
        content().then(
          (source) => take(null, Readable.fromWeb(source as never)),
          (error) => take(error, null as never),
        );
      });
  }
  zip.end();
  return Readable.toWeb(out) as ReadableStream<Uint8Array>;
};

/** SHA-256 and size of what a stream holds. */
export const digestOf = async (source: ReadableStream<Uint8Array>): Promise<{ sha256: string; bytes: number }> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
};
