import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { StartRefusal } from '#ground/result.ts';
import { filesOf, importDifference, merged, sameTemplate } from '#messages/templates/exchange.ts';
import { lint } from '#messages/templates/linting.ts';
import type { Content, Template } from '#messages/templates/model.ts';
import {
  fileName,
  type Joined,
  joined,
  readTextFile,
  type TextFile,
  writeTextFile,
} from '#messages/templates/text-file.ts';
import { MERGE_GROUPS } from '../merge-groups.ts';
import { type ApiClient, apiChange, apiClient, type Reach } from './api-client.ts';
import { answer } from './terminal.ts';

interface Checking {
  json?: boolean;
}
interface Exporting extends Reach {
  out: string;
}
interface Importing extends Reach {
  dryRun?: boolean;
  json?: boolean;
}

export const templatesCommand = (): Command =>
  new Command('templates')
    .description('Message templates as text files: looked through, written out, read in')
    .addCommand(checking())
    .addCommand(exporting())
    .addCommand(importing());

const checking = (): Command =>
  new Command('check')
    .description('Look files through as the editor does: faults with line and column, and what is worth a look')
    .argument('<files...>', 'template files, one language each')
    .option('--json', 'print one JSON document')
    .action(async (files: string[], options: Checking) => {
      const found = await Promise.all(files.map(checkFile));
      answer(options.json, found, found.flatMap(checkLines));
      if (found.some(({ faults }) => faults.length)) process.exitCode = 1;
    });

interface CheckedFile {
  file: string;
  faults: { line: number; column: number; sentence: string }[];
  warnings: string[];
}

const checkFile = async (path: string): Promise<CheckedFile> => {
  const read = readTextFile(await textOf(path));
  if (!read.yes) return { file: path, faults: [{ line: read.line, column: 1, sentence: read.sentence }], warnings: [] };
  const { variant, channel, module } = read.file;
  const { faults, warnings } = lint({ variant, channel, module, groups: MERGE_GROUPS });
  const placed = faults.map(({ part, line, column, sentence }) => ({
    line: read.lines[part] + line - 1,
    column: part === 'subject' ? column + 'subject: '.length : column,
    sentence,
  }));
  return { file: path, faults: placed, warnings };
};

const checkLines = ({ file, faults, warnings }: CheckedFile): string[] => [
  ...faults.map(({ line, column, sentence }) => `${file}:${line}:${column} ${sentence}`),
  ...warnings.map((sentence) => `${file} ${sentence}`),
  ...(faults.length || warnings.length ? [] : [`${file} can be sent.`]),
];

const reaching = (command: Command): Command =>
  command
    .option('--url <address>', 'of the Tickmark; else PUBLIC_URL')
    .option('--key <key>', 'an API key that may write templates; else TICKMARK_KEY');

const exporting = (): Command =>
  reaching(new Command('export'))
    .description('Write every template as text files, one per language, through the API')
    .option('--out <folder>', 'where to', 'templates')
    .action(async (options: Exporting) => {
      const api = apiClient(options);
      await mkdir(options.out, { recursive: true });
      const written: string[] = [];
      for (const row of await allTemplates(api)) {
        const one = await api<Found>('GET', `/message-templates/${row.id}`);
        for (const file of filesOf(one)) {
          const path = join(options.out, `${file.channel}-${file.module}-${fileName(file)}`);
          await writeFile(path, writeTextFile(file));
          written.push(path);
        }
      }
      answer(false, written, written.length ? written : ['There is no template yet.']);
    });

const importing = (): Command =>
  reaching(new Command('import'))
    .description('Read text files in, through the API: the difference is shown first, nothing is written in a dry run')
    .argument('<files...>', 'template files; those of one template together')
    .option('--dry-run', 'show the difference and write nothing')
    .option('--json', 'print one JSON document')
    .action(async (paths: string[], options: Importing) => {
      const api = apiClient(options);
      const files = await Promise.all(paths.map(readFileAt));
      const stored = await allTemplates(api);
      const done: Imported[] = [];
      for (const wanted of joined(files)) {
        const { about } = wanted;
        const known = stored.find((row) => sameTemplate(row, about));
        const before = known && (await api<Found>('GET', `/message-templates/${known.id}`));
        const lines = importDifference(before, wanted)
          .filter(({ change }) => change !== 'same')
          .map(({ change, text }) => `${change === 'added' ? '+' : '-'} ${text}`);
        if (lines.length && !options.dryRun) await keep(options, wanted, before);
        done.push({ name: about.name, outcome: !lines.length ? 'same' : before ? 'changed' : 'new', lines });
      }
      answer(options.json, done, done.flatMap(importLines));
    });

interface Found extends Template {
  content: Content | null;
}
interface Imported {
  name: string;
  outcome: 'same' | 'changed' | 'new';
  lines: string[];
}

const importLines = ({ name, outcome, lines }: Imported): string[] => [
  `«${name}» ${{ same: 'is the same', changed: 'changes', new: 'is new' }[outcome]}`,
  ...lines,
];

const allTemplates = async (api: ApiClient): Promise<Template[]> => {
  const found: Template[] = [];
  let cursor = '';
  do {
    const page = await api<{ items: Template[]; next: string | null }>(
      'GET',
      `/message-templates?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    found.push(...page.items);
    cursor = page.next ?? '';
  } while (cursor);
  return found;
};

const keep = async (reach: Reach, wanted: Joined, before: Found | undefined): Promise<void> => {
  const { channel, module, name, purpose } = wanted.about;
  const { content } = wanted;
  if (!before)
    return void (await apiClient(reach)('POST', '/message-templates', { channel, module, name, purpose, content }));
  const change = apiChange(reach);
  const at = `/message-templates/${before.id}`;
  if (before.name !== name || before.purpose !== purpose)
    await change('PATCH', at, { body: { name, purpose }, version: before.version });
  await change('PUT', `${at}/variants`, { body: merged(before.content, wanted), version: before.newest });
};

const readFileAt = async (path: string): Promise<TextFile> => {
  const read = readTextFile(await textOf(path));
  if (!read.yes) throw new StartRefusal(`${path}:${read.line} ${read.sentence}`);
  return read.file;
};

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new StartRefusal(`${path} cannot be read. Is it there?`);
  }
};
