import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { StartRefusal } from '#ground/result.ts';
import { NOT_UTF8, utf8 } from '#ground/text.ts';
import { FORMS } from '#workflows/code/model.ts';
import { type ApiClient, ApiRefusal, apiClient, apiText, type Reach } from './api-client.ts';
import { answer } from './terminal.ts';

interface Exporting extends Reach {
  as: (typeof FORMS)[number];
  version?: string;
  draft?: boolean;
  out?: string;
}

interface Importing extends Reach {
  map?: string;
  dryRun?: boolean;
  json?: boolean;
}

const reaching = (command: Command): Command =>
  command
    .option('--url <address>', 'of the Tickmark; else PUBLIC_URL')
    .option('--key <key>', 'an API key that may design workflows; else TICKMARK_KEY');

export const workflowCommand = (): Command =>
  new Command('workflow')
    .description('Workflows as files, through the API: written out, read in as drafts, held to their cases')
    .addCommand(exporting())
    .addCommand(importing())
    .addCommand(testing());

const exporting = (): Command =>
  reaching(new Command('export'))
    .description('Write a workflow as a file: its current version, another one, or its draft')
    .argument('<key>', 'the key of the workflow')
    .addOption(new Option('--as <form>', 'how it is written').choices(FORMS).default('yaml'))
    .option('--version <n>', 'another version than the current one')
    .option('--draft', 'the draft')
    .option('--out <file>', 'where to; else standard output')
    .action(async (key: string, options: Exporting) => {
      const text = await apiText(options, await pathOf(key, options));
      if (options.out) await writeFile(options.out, text);
      else process.stdout.write(text);
    });

const importing = (): Command =>
  reaching(new Command('import'))
    .description('Read a workflow file in: looked through first, made a draft unless it is a dry run')
    .argument('<file>', 'a YAML or JSON file of schema tickmark/workflow/v1')
    .option('--map <file>', 'a JSON file: what stands for names that are not here, {"role:Payroll": "Staff"}')
    .option('--dry-run', 'look it through and write nothing')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: Importing) => {
      const done = await run(apiClient(options), file, options);
      answer(options.json, done, linesOf(done));
      if (done.refusal || done.unresolved.some(({ to }) => to === null)) process.exitCode = 1;
    });

const testing = (): Command =>
  reaching(new Command('test'))
    .description('Simulate the cases of a workflow file; ends with code 1 where one goes another way')
    .argument('<file>', 'a YAML or JSON file with cases under «expect»')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: Reach & { json?: boolean }) => {
      const text = await textOf(file);
      const tested = await apiClient(options)<{ cases: Case[] }>('POST', '/workflow-tests', { text });
      answer(options.json, tested, casesLines(tested.cases));
      if (tested.cases.some(({ passes }) => !passes)) process.exitCode = 1;
    });

interface Case {
  name: string;
  passes: boolean;
  difference: string[];
}

const casesLines = (cases: readonly Case[]): string[] =>
  cases.length
    ? cases.flatMap(({ name, passes, difference }) => [
        `${passes ? 'goes as expected' : 'goes another way'}: ${name}`,
        ...difference.map((line) => `  ${line}`),
      ])
    : ['The file holds no cases.'];

interface Workflow {
  id: string;
  key: string;
  current_version: number | null;
}

const pathOf = async (key: string, options: Exporting): Promise<string> => {
  const found = await findByKey(apiClient(options), key);
  const at = `/workflows/${found.id}`;
  const n = options.version ?? found.current_version;
  return options.draft || n === null
    ? `${at}/draft?as=${options.as}`
    : `${at}/versions/${encodeURIComponent(n)}?as=${options.as}`;
};

const findByKey = async (api: ApiClient, key: string): Promise<Workflow> => {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Workflow[]; next: string | null } = await api(
      'GET',
      `/workflows?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const found = page.items.find((one) => one.key === key);
    if (found) return found;
    cursor = page.next ?? null;
  }
  throw new ApiRefusal(`There is no workflow with the key «${key}».`);
};

interface Import {
  id: string;
  key: string;
  name: string;
  workflow: { name: string; has_draft: boolean } | null;
  difference: { steps: { title: string; change: string }[] };
  check_list: { level: string; sentence: string }[];
  unresolved: { kind: string; name: string; at: string; to: string | null }[];
  refusal: { because: string } | null;
  nothing_new: boolean;
}
type Done = Import & { state: 'looked_through' | 'drafted' };

const run = async (api: ApiClient, file: string, { map, dryRun }: Importing): Promise<Done> => {
  let seen = await api<Import>('POST', '/workflow-imports', { text: await textOf(file) });
  const at = `/workflow-imports/${seen.id}`;
  if (map) seen = await api<Import>('PUT', `${at}/mapping`, { mapping: await mapOf(map) });
  const stops = dryRun || seen.refusal || seen.unresolved.some(({ to }) => to === null);
  if (!stops) await api('POST', `${at}/commit`, {});
  return { ...seen, state: stops ? 'looked_through' : 'drafted' };
};

const textOf = async (file: string): Promise<string> => {
  const text = utf8(await read(file));
  if (text === null) throw new StartRefusal(`${file} cannot be read. ${NOT_UTF8}`);
  return text;
};

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: Error) => {
    throw new StartRefusal(`${file} cannot be read: ${error.message}.`);
  });

const names = z.record(z.string(), z.string());

const mapOf = async (file: string): Promise<z.infer<typeof names>> => {
  try {
    return names.parse(JSON.parse((await read(file)).toString('utf8')));
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    throw new StartRefusal(
      `${file} must be a JSON object that says what each name becomes, such as {"tag:vip": "VIP"}.`,
    );
  }
};

const linesOf = ({ state, key, name, workflow, difference, check_list, unresolved, refusal, nothing_new }: Done) => [
  ...difference.steps.filter(({ change }) => change !== 'kept').map(({ change, title }) => `${change}: ${title}`),
  ...check_list.map(({ level, sentence }) => `${level}: ${sentence}`),
  ...unresolved.map(({ kind, name: lost, at, to }) =>
    to === null ? `not found: the ${kind} «${lost}», at ${at}` : `mapped: the ${kind} «${lost}» to «${to}»`,
  ),
  ...(refusal ? [refusal.because] : []),
  nothing_new
    ? `«${name}» (${key}) is the same already.`
    : state === 'drafted'
      ? `«${name}» (${key}) is a draft now. Publish it when its check list is empty.`
      : `«${name}» (${key}) would be ${workflow ? `the draft of «${workflow.name}»` : 'a new workflow'}; nothing was written.`,
];
