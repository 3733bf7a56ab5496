import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileName, joined, readTextFile, type TextFile, writeTextFile } from './text-file.ts';

const file = (more: Partial<TextFile> = {}, variant: Partial<TextFile['variant']> = {}): TextFile => ({
  channel: 'email',
  module: 'workflows',
  name: 'Welcome',
  purpose: null,
  standard: true,
  signature: true,
  send_without_pdf: false,
  ...more,
  variant: { locale: 'en-GB', subject: 'Hi', body: '<p>Hi</p>', text: null, ...variant },
});

describe('templates as text files', () => {
  test('ME-123 a file comes back as it was, to the byte', () => {
    const words = fc.string({
      maxLength: 60,
      unit: fc.constantFrom('a', ' ', '"', '\\', '\n', '-', ':', '{{ x }}', 'é'),
    });
    const lines = fc.constantFrom('--- plain text ---', '\\--- plain text ---', '---', '');
    const body = fc.array(fc.oneof(words, lines), { maxLength: 6 }).map((parts) => parts.join('\n'));
    const any = fc.record({ subject: fc.option(words), body, text: fc.option(words) });
    fc.assert(
      fc.property(any, fc.boolean(), (variant, flag) => {
        const given = file({ signature: flag, standard: !flag, purpose: 'a: "b"' }, variant);
        const written = writeTextFile(given);
        const read = readTextFile(written);
        expect(read.yes && read.file).toEqual(given);
        expect(read.yes && writeTextFile(read.file)).toBe(written);
      }),
    );
  });

  test('ME-123 what cannot be read is told with its line', () => {
    expect(readTextFile('name: A')).toMatchObject({ yes: false, line: 1 });
    expect(readTextFile('name: A\nwhat\n---\n')).toMatchObject({ yes: false, line: 2 });
    const bad = writeTextFile(file()).replace('language: en-GB', 'language: english');
    expect(readTextFile(bad)).toMatchObject({
      yes: false,
      line: 4,
      sentence: '«language»: A language is written like «en» or «en-AU».',
    });
  });

  test('ME-123 the languages of one template are joined by its name', () => {
    const german = file({ standard: false, name: 'WELCOME' }, { locale: 'de' });
    const [one, ...others] = joined([german, file()]);
    expect(others).toEqual([]);
    expect(one!.content).toMatchObject({ default_locale: 'en-GB', variants: [{ locale: 'de' }, { locale: 'en-GB' }] });
    expect(fileName(file({ name: 'Fee & last day' }))).toBe('fee-last-day.en-GB.template.txt');
  });
});
