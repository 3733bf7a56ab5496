import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MultipartFault, partsOf } from './multipart.ts';

const TYPE = 'multipart/form-data; boundary=----x';

async function* chunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let i = 0, n = 0; i < bytes.length; n += 1) {
    const size = sizes[n % sizes.length]!;
    yield bytes.subarray(i, i + size);
    i += size;
  }
}

const form = (parts: readonly { head: string; body: Buffer }[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ head, body }) => [Buffer.from(`------x\r\n${head}\r\n\r\n`), body, Buffer.from('\r\n')]),
    Buffer.from('------x--\r\n'),
  ]);

const read = async (bytes: Buffer, sizes: readonly number[] = [64], type = TYPE) => {
  const read: { name: string; filename: string | null; type: string; body: string }[] = [];
  for await (const { body, ...head } of partsOf(chunks(bytes, sizes), type)) {
    const taken: Buffer[] = [];
    for await (const chunk of body) taken.push(Buffer.from(chunk));
    read.push({ ...head, body: Buffer.concat(taken).toString('latin1') });
  }
  return read;
};

const file = (filename: string, body: string | Buffer) => ({
  head: `Content-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: text/plain`,
  body: Buffer.from(body as string, 'latin1'),
});

test('PL-112 a form is read part by part: fields, files, names with signs, empty files', async () => {
  const bytes = form([
    { head: 'content-disposition: form-data; name="note"', body: Buffer.from('hello') },
    file('a%22b.txt', 'one\r\n--two'),
    {
      head: `Content-Disposition: form-data; name="f"; filename="x"; filename*=UTF-8''M%C3%BCller.pdf`,
      body: Buffer.from(''),
    },
    file('', 'no name'),
  ]);
  expect(await read(bytes)).toEqual([
    { name: 'note', filename: null, type: '', body: 'hello' },
    { name: 'file', filename: 'a"b.txt', type: 'text/plain', body: 'one\r\n--two' },
    { name: 'f', filename: 'Müller.pdf', type: '', body: '' },
    { name: 'file', filename: '', type: 'text/plain', body: 'no name' },
  ]);
});

test('PL-112 the bytes are the same however they arrive, also those that look like a boundary', async () => {
  const piece = fc.constantFrom('\r', '\n', '-', '--', '\r\n', '------', '------x', '\r\n----', 'x', '\0', 'abc');
  const body = fc
    .array(piece, { maxLength: 30 })
    .map((pieces) => pieces.join(''))
    .filter((text) => !text.includes('\r\n------x'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(body, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      async (bodies, sizes) => {
        const bytes = form(bodies.map((text) => file('a.txt', text)));
        expect((await read(bytes, sizes)).map((part) => part.body)).toEqual(bodies);
      },
    ),
    { numRuns: 300 },
  );
});

test('PL-112 a part that is not read to its end, or not at all, does not disturb the next', async () => {
  const bytes = form([file('a', 'x'.repeat(5000)), file('b', 'y'.repeat(5000)), file('c', 'z')]);
  const seen: string[] = [];
  for await (const part of partsOf(chunks(bytes, [100]), TYPE)) {
    seen.push(part.filename!);
    if (part.filename === 'a') continue;
    for await (const _ of part.body) break;
  }
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('PL-112 whoever stops reading lets go of the stream', async () => {
  let closed = false;
  async function* source() {
    try {
      for (;;)
        yield Buffer.from(
          `------x\r\ncontent-disposition: form-data; name="f"; filename="a"\r\n\r\n${'x'.repeat(1000)}`,
        );
    } finally {
      closed = true;
    }
  }
  for await (const _ of partsOf(source(), TYPE)) break;
  expect(closed).toBe(true);
});

test('PL-S17 what is cut, has no boundary or an endless head is no form', async () => {
  const whole = form([file('a', 'hello')]);
  for (let cut = 0; cut < whole.length - 4; cut += 1)
    await expect(read(whole.subarray(0, cut)), `${cut} bytes`).rejects.toThrow(MultipartFault);
  for (const type of ['', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=other'])
    await expect(read(whole, [64], type)).rejects.toThrow(MultipartFault);
  await expect(read(Buffer.concat([Buffer.from('------x\r\n'), Buffer.alloc(20_000, 97)]))).rejects.toThrow(
    MultipartFault,
  );
});
