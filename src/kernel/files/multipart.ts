/** One part of a form: a file where it has a name of its own. Its body must be read, or skipped, before the next comes. */
export interface Part {
  name: string;
  filename: string | null;
  type: string;
  body: AsyncIterable<Buffer>;
}

export class MultipartFault extends Error {}

const HEADER_LIMIT = 8_192;
/** No form of ours has as many fields: reading on would only cost time. */
const MOST_PARTS = 2_000;

/**
 * Reads a form part by part as it streams in, never more than a few chunks at once (PL-112). Throws MultipartFault for what
 * is no such form, has more than 2,000 parts, or ends before its end.
 */
export async function* partsOf(source: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Part> {
  const boundary = boundaryOf(contentType);
  const input = new Input(source);
  try {
    const opening = Buffer.from(`--${boundary}`);
    await input.fill(opening.length + 2);
    if (!input.startsWith(opening)) throw new MultipartFault('The form does not begin with its boundary.');
    input.skip(opening.length);
    const delimiter = Buffer.from(`\r\n--${boundary}`);
    for (let parts = 1; !(await isEnd(input)); parts += 1) {
      if (parts > MOST_PARTS) throw new MultipartFault('A form has at most 2,000 fields.');
      const headers = await headersOf(input);
      const body = bodyOf(input, delimiter);
      yield { ...headers, body };
      for await (const _ of body);
    }
  } finally {
    await input.close();
  }
}

const boundaryOf = (contentType: string): string => {
  const found = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  if (!found) throw new MultipartFault('A form is multipart/form-data with a boundary.');
  return found[1] ?? found[2]!;
};

/** What was read and not yet used. */
class Input {
  #source: AsyncIterator<Uint8Array>;
  #over = false;
  buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** One more chunk; false at the end. */
  async more(): Promise<boolean> {
    if (this.#over) return false;
    const { value, done } = await this.#source.next();
    if (done) this.#over = true;
    else this.buffer = this.buffer.length ? Buffer.concat([this.buffer, value]) : Buffer.from(value);
    return !done;
  }

  async fill(bytes: number): Promise<void> {
    while (this.buffer.length < bytes && (await this.more()));
  }

  startsWith(bytes: Buffer): boolean {
    return this.buffer.subarray(0, bytes.length).equals(bytes);
  }

  skip(bytes: number): void {
    this.buffer = this.buffer.subarray(bytes);
  }

  /** No more of it is wanted: whoever sends may stop. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

/** After a boundary: two hyphens end the form, a line end begins the next part. */
const isEnd = async (input: Input): Promise<boolean> => {
  await input.fill(2);
  const next = input.buffer.subarray(0, 2).toString('latin1');
  if (next === '--') return true;
  if (next !== '\r\n') throw new MultipartFault('The form ends before its end.');
  input.skip(2);
  return false;
};

const headersOf = async (input: Input): Promise<Omit<Part, 'body'>> => {
  let end = input.buffer.indexOf('\r\n\r\n');
  while (end === -1 && input.buffer.length < HEADER_LIMIT && (await input.more()))
    end = input.buffer.indexOf('\r\n\r\n');
  if (end === -1 || end > HEADER_LIMIT) throw new MultipartFault('A part of the form has no readable head.');
  const text = input.buffer.subarray(0, end).toString('utf8');
  input.skip(end + 4);
  const line = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(text)?.[1] ?? '';
  const disposition = line('content-disposition');
  return {
    name: field(disposition, 'name') ?? '',
    filename: encodedName(disposition) ?? field(disposition, 'filename'),
    type: line('content-type').trim().slice(0, 200),
  };
};

/** Browsers write quotes and line ends in a name as %22, %0D and %0A. */
const field = (disposition: string, name: string): string | null => {
  const found = new RegExp(`(?:^|[;\\s])${name}="([^"]*)"`, 'i').exec(disposition);
  return found ? found[1]!.replaceAll('%22', '"').replace(/%0[da]/gi, ' ') : null;
};

const encodedName = (disposition: string): string | null => {
  const found = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition);
  try {
    return found ? decodeURIComponent(found[1]!) : null;
  } catch {
    return null;
  }
};

/**
 * Up to the next boundary. It has no `return`: whoever stops reading half-way leaves the rest for the next reader, so the form
 * stays in step.
 */
const bodyOf = (input: Input, delimiter: Buffer): AsyncIterable<Buffer> => {
  let over = false;
  const next = async (): Promise<IteratorResult<Buffer>> => {
    while (!over) {
      const end = input.buffer.indexOf(delimiter);
      const sure = end === -1 ? input.buffer.length - delimiter.length + 1 : end;
      over = end !== -1;
      if (sure > 0) {
        const value = input.buffer.subarray(0, sure);
        input.skip(over ? end + delimiter.length : sure);
        return { value, done: false };
      }
      if (over) input.skip(delimiter.length);
      else if (!(await input.more())) throw new MultipartFault('The form ends before its end.');
    }
    return { value: undefined, done: true };
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
};
