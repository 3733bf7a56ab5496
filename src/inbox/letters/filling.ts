import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import type { Fault, Parts } from './opening.ts';

/** A field's own spelling: Word turns straight quotes into curly ones as one types. */
export const keyOf = (inside: string): string =>
  inside
    .replaceAll(/[“”„‟]/g, '"')
    .replaceAll(/[‘’‚‛]/g, "'")
    .replaceAll('\u00a0', ' ')
    .trim();

/** What stands between `{{` and `}}` in the file, also where Word keeps it in pieces; each once, in order (IN-116). */
export const fieldsOf = (parts: Parts): { fields: string[] } | Fault => {
  const found = new Set<string>();
  const made = compiled(parts, found);
  return 'code' in made ? made : { fields: [...found] };
};

/** The file with these values for its fields; a field without one shows its own name as a gap. */
export const filled = (parts: Parts, values: ReadonlyMap<string, string>): Parts => {
  const made = compiled(parts, new Set());
  if ('code' in made) throw new Error(`A template that was taken cannot be read any more: ${made.because}`);
  made.render(Object.fromEntries(values));
  const zip = made.getZip() as PizZip;
  const whole = Object.values(zip.files).filter(({ dir }) => !dir);
  return new Map(whole.map(({ name }) => [name, zip.file(name)!.asNodeBuffer()]));
};

/** A Word file of these parts. The same parts make the same bytes, whenever that is. */
export const packed = (parts: Parts): Buffer => zipOf(parts).generate({ type: 'nodebuffer', compression: 'DEFLATE' });

/** Before 1980 a zip knows no days. */
const LONG_AGO = new Date(1980, 0, 1);

const zipOf = (parts: Parts): PizZip => {
  const zip = new PizZip();
  for (const [name, content] of parts) zip.file(name, content, { date: LONG_AGO });
  return zip;
};

const compiled = (parts: Parts, found: Set<string>): Docxtemplater<PizZip> | Fault => {
  // every tag is a plain field, so that nobody writes markup or loops into a letter
  const plain = {
    name: 'PlainFields',
    matchers: () => [
      [
        /^([\s\S]*)$/,
        undefined,
        { priority: 1_000_000, onMatch: ({ value }: { value: string }) => found.add(keyOf(value)) },
      ],
    ],
  };
  try {
    return new Docxtemplater(zipOf(parts), {
      delimiters: { start: '{{', end: '}}' },
      syntax: { changeDelimiterPrefix: null },
      linebreaks: true,
      stripInvalidXMLChars: true,
      errorLogging: false,
      modules: [plain as never],
      parser: (tag) => ({ get: (scope: Record<string, string>) => scope[keyOf(tag)] }),
      nullGetter: ({ value }) => gap(keyOf(value)),
    });
  } catch (error) {
    return unreadable(error);
  }
};

export const gap = (field: string): string => `[${field}]`;

interface Told {
  properties?: { errors?: Told[]; xtag?: string; id?: string };
  message?: string;
}

const unreadable = (error: unknown): Fault => {
  const { properties } = error as Told;
  const [first] = properties?.errors ?? [error as Told];
  if (!first?.properties) throw error;
  const near = first.properties.xtag ? ` near «${first.properties.xtag.slice(0, 60)}»` : '';
  return {
    code: 'unreadable_field',
    because: `A field of the template is not written like {{client.name}}${near}: its braces do not close.`,
  };
};
