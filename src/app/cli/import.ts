import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Argument, Command } from 'commander';
import { z } from 'zod';
import { StartRefusal } from '#ground/result.ts';
import { type ApiClient, apiClient, type Reach } from './api-client.ts';
import { answer, whisper } from './terminal.ts';

/** What a file may hold, as the command line and as the API call it. */
const KINDS = {
  prospects: 'prospect',
  clients: 'client',
  contacts: 'contact',
  employees: 'employee',
  authorizations: 'authorization',
} as const;

interface Options extends Reach {
  map?: string;
  dryRun?: boolean;
  json?: boolean;
}

interface Import {
  id: string;
  rows: number;
  mapping: Record<string, string | null>;
  mode: string;
  options: object;
  state: string;
  counts: Record<string, number>;
  progress?: { done: number; of: number } | null;
}

interface Row {
  no: number;
  outcome: string;
  errors: { column: string | null; value: string | null; detail: string }[];
}

export const importCommand = (): Command =>
  new Command('import')
    .description('Read a CSV file in, through the API: looked through first, written unless it is a dry run')
    .addArgument(new Argument('<kind>', 'what the file holds').choices(Object.keys(KINDS)))
    .argument('<file>', 'a CSV file')
    .option('--map <file>', 'a JSON file: what each column becomes, {"Company": "name", "Fax": null}')
    .option('--dry-run', 'look it through and write nothing')
    .option('--url <address>', 'of the Tickmark; else PUBLIC_URL')
    .option('--key <key>', 'an API key that may import; else TICKMARK_KEY')
    .option('--json', 'print one JSON document')
    .action(async (kind: keyof typeof KINDS, file: string, options: Options) => {
      const done = await run(apiClient(options), KINDS[kind], file, options);
      answer(options.json, done, linesOf(done));
      if (done.rows_not_taken.length) process.exitCode = 1;
    });

interface Done {
  import: string;
  state: string;
  rows: number;
  counts: Record<string, number>;
  rows_not_taken: Row[];
}

const NOT_TAKEN = ['error', 'changed_since_preview'];

const run = async (api: ApiClient, kind: string, file: string, { map, dryRun }: Options): Promise<Done> => {
  const form = new FormData();
  form.set('file', new File([await read(file)], basename(file)));
  const { id, mapping, mode, options } = await api<Import>('POST', `/imports?kind=${kind}`, form);
  const at = `/imports/${id}`;
  if (map) await api('PUT', `${at}/mapping`, { mode, options, mapping: { ...mapping, ...(await mapOf(map)) } });
  let row = await api<Import>('POST', `${at}/preview`);
  if (!dryRun) {
    await api('POST', `${at}/commit`, {});
    row = await untilDone(api, at);
  }
  const rows_not_taken = [];
  for (const outcome of NOT_TAKEN) rows_not_taken.push(...(await rowsOf(api, at, outcome)));
  if (dryRun) await api('DELETE', at);
  return {
    import: id,
    state: dryRun ? 'looked_through' : row.state,
    rows: row.rows,
    counts: row.counts,
    rows_not_taken,
  };
};

const read = (file: string): Promise<Buffer<ArrayBuffer>> =>
  (readFile(file) as Promise<Buffer<ArrayBuffer>>).catch((error: Error) => {
    throw new StartRefusal(`${file} cannot be read: ${error.message}.`);
  });

const columns = z.record(z.string(), z.string().nullable());

const mapOf = async (file: string): Promise<z.infer<typeof columns>> => {
  const bytes = await read(file);
  try {
    return columns.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw new StartRefusal(
      `${file} must be a JSON object that says what each column becomes, such as {"Company": "name"}.`,
    );
  }
};

const ASK_MS = 500;

const untilDone = async (api: ApiClient, at: string): Promise<Import> => {
  let told = 0;
  for (;;) {
    const row = await api<Import>('GET', at);
    if (row.state !== 'committing') return row;
    const { done = 0, of = 0 } = row.progress ?? {};
    if (done > told) whisper(`${done.toLocaleString('en')} of ${of.toLocaleString('en')} rows written`);
    told = done;
    await sleep(ASK_MS);
  }
};

const PAGE = 200;

const rowsOf = async (api: ApiClient, at: string, outcome: string): Promise<Row[]> => {
  const found: Row[] = [];
  let cursor: string | null = '0';
  while (cursor !== null) {
    const page: { items: Row[]; next: string | null } = await api(
      'GET',
      `${at}/rows?outcome=${outcome}&limit=${PAGE}&cursor=${cursor}`,
    );
    found.push(...page.items.map(({ no, outcome: was, errors }) => ({ no, outcome: was, errors })));
    cursor = page.next;
  }
  return found;
};

const linesOf = ({ state, rows, counts, rows_not_taken }: Done): string[] => [
  ...rows_not_taken.map(
    ({ no, errors }) =>
      `row ${no}: ${errors.map(({ column, detail }) => (column ? `${column}: ${detail}` : detail)).join(' ')}`,
  ),
  `${rows.toLocaleString('en')} rows ${state === 'looked_through' ? 'looked through, nothing was written' : 'read'}: ${Object.entries(
    counts,
  )
    .map(([outcome, n]) => `${n.toLocaleString('en')} ${outcome.replaceAll('_', ' ')}`)
    .join(', ')}`,
];
