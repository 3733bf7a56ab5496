import type { Id } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Effect, Refusal } from '#kernel/decision/model.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import type { Place } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { COMMIT, type ImportsDoor, type Parts } from './committing.ts';
import { decode } from './decoding.ts';
import { proposeMapping } from './mapping.ts';
import { AT_ONCE, type Import, type MappingBody } from './model.ts';
import { isRefusal, parseFile } from './parsing.ts';
import { type AtDesk, judgeRows } from './preview.ts';
import { keepRows, readFile, readImports } from './store.ts';
import { UNDO } from './undoing.ts';

/** The name under which the house finds this work among its long jobs. */
export const IMPORT_WORK = 'people.import';

/**
 * Writes an import that is committing, or takes one back, part after part, each in its own transaction: killed anywhere, the
 * next worker goes on where the last commit stood (PE-86).
 */
export const importWork =
  (door: ImportsDoor) =>
  async (practice: Id, { id }: Record<string, unknown>): Promise<void> => {
    await working(door, practice, id as Id, COMMIT);
    await working(door, practice, id as Id, UNDO);
  };

const queueWork = ({ kernel }: ImportsDoor, desk: Desk, id: Id): Promise<void> => {
  const effect: Extract<Effect, { do: 'queue' }> = { do: 'queue', queue: 'bulk', name: IMPORT_WORK, data: { id } };
  return kernel.writers.queue(desk, [effect], { who: systemWho('imports'), request_id: `import:${id}` });
};

const find = async (desk: Desk, id: Id): Promise<Import | null> => (await readImports(desk, [id]))[0] ?? null;

/** Keeps the mapping; another encoding or delimiter reads the headings anew (PE-82). */
export const map = async (
  { kernel, room, importables }: ImportsDoor,
  { practice_id, caller }: Place,
  id: Id,
  body: MappingBody,
): Promise<Import> => {
  const outcome = await again(() =>
    inPractice(kernel.db, practice_id, async (desk) => {
      const row = await find(desk, id);
      const read = row && (await headingsFor(desk, row, body));
      if (read && 'because' in read) throw new HttpRefusal(read);
      const importable = importables.find((one) => one.kind === row?.kind);
      const same = read && JSON.stringify(read.headings) === JSON.stringify(row.headings);
      const mapping = read && importable && !same ? proposeMapping(read.headings, await importable.targets(desk)) : {};
      const { encoding, delimiter, headings = [], rows = 0 } = read ?? {};
      const known = Object.fromEntries(
        headings.map((heading) => [heading, (same ? body.mapping[heading] : mapping[heading]) ?? null]),
      );
      const fields = {
        encoding: encoding ?? 'utf-8',
        delimiter: delimiter ?? ',',
        headings,
        rows,
        mapping: known,
        date_formats: body.date_formats,
        mode: body.mode,
        options: body.options,
      };
      return (await act(kernel, desk, caller, room, [{ id, command: { do: 'map', fields } }]))[0]!;
    }),
  );
  return yesOrThrow(outcome).state.import;
};

type Headings = Pick<Import, 'encoding' | 'delimiter' | 'headings' | 'rows'>;

const headingsFor = async (
  desk: Desk,
  row: Import,
  { encoding = row.encoding, delimiter = row.delimiter }: MappingBody,
): Promise<Headings | Refusal> => {
  if (encoding === row.encoding && delimiter === row.delimiter) return row;
  const parsed = parseFile(decode(await readFile(desk, row.id), encoding), delimiter);
  return isRefusal(parsed) ? parsed : { encoding, delimiter, headings: parsed.headings, rows: parsed.rows.length };
};

/** Decides every row, keeps what would be done, and writes nothing else (PE-85). */
export const preview = async (door: ImportsDoor, { practice_id, caller }: Place, id: Id): Promise<Import> => {
  const { kernel, room, importables } = door;
  const at: AtDesk = (work) => inPractice(kernel.db, practice_id, work);
  const row = await at((desk) => find(desk, id));
  const importable = importables.find((one) => one.kind === row?.kind);
  const open =
    row && importable && !importable.mayImport(caller.who) && (row.state === 'mapping' || row.state === 'previewed');
  const judged = open ? await judgedFile(at, { row, importable, caller }) : null;
  const outcome = await again(() =>
    at(async (desk) => {
      const wanted = { id, command: { do: 'previewed' as const, counts: judged?.counts ?? {} }, version: row?.version };
      const [done] = await act(kernel, desk, caller, room, [wanted]);
      if (done!.yes && judged) await keepRows(desk, id, judged.rows, judged.cellsOf);
      return done!;
    }),
  );
  return yesOrThrow(outcome).state.import;
};

const judgedFile = async (
  at: AtDesk,
  { row, importable, caller }: { row: Import; importable: ImportsDoor['importables'][number]; caller: Place['caller'] },
) => {
  const parsed = parseFile(decode(await at((desk) => readFile(desk, row.id)), row.encoding), row.delimiter);
  if (isRefusal(parsed)) throw new HttpRefusal(parsed);
  // The heading is row 1, so the first row of data is row 2 (PE-85).
  const rows = parsed.rows.map((cells, i) => ({ no: i + 2, cells }));
  const judged = await judgeRows(at, importable, { row, caller, rows });
  if ('because' in judged) throw new HttpRefusal(judged);
  return { ...judged, cellsOf: (no: number) => rows[no - 2]!.cells };
};

/** Begins to write; up to 1,000 rows while one waits, more by a job (PE-86). Pressed twice it changes nothing more. */
export const commit = async (
  door: ImportsDoor,
  { practice_id, caller }: Place,
  id: Id,
  all_or_nothing: boolean,
): Promise<Import> => {
  const { kernel, room } = door;
  const outcome = await again(() =>
    inPractice(kernel.db, practice_id, async (desk) => {
      const [done] = await act(kernel, desk, caller, room, [{ id, command: { do: 'commit', all_or_nothing } }]);
      if (done!.yes && done!.events.length && done!.state.import.rows > AT_ONCE) await queueWork(door, desk, id);
      return done!;
    }),
  );
  const { state } = yesOrThrow(outcome);
  return state.import.rows > AT_ONCE ? state.import : working(door, practice_id, id, COMMIT);
};

/** Begins to take back, as one act (PE-91). */
export const takeBack = async (door: ImportsDoor, { practice_id, caller }: Place, id: Id): Promise<Import> => {
  const { kernel, room } = door;
  const outcome = await again(() =>
    inPractice(kernel.db, practice_id, async (desk) => {
      const [done] = await act(kernel, desk, caller, room, [{ id, command: { do: 'undo_import' } }]);
      if (done!.yes && done!.state.import.rows > AT_ONCE) await queueWork(door, desk, id);
      return done!;
    }),
  );
  const { state } = yesOrThrow(outcome);
  return state.import.rows > AT_ONCE ? state.import : working(door, practice_id, id, UNDO);
};

/** While the database writes one part, the next is decided. */
const LANES = 2;

/** Part after part, each in its own transaction. */
const working = async (door: ImportsDoor, practice: Id, id: Id, { part, end }: Parts): Promise<Import> => {
  const once = (work: Parts['part']) =>
    again(() => inPractice(door.kernel.db, practice, (desk) => work(door, desk, id)));
  const lane = async () => {
    while (await once(part));
  };
  do await Promise.all(Array.from({ length: LANES }, lane));
  while (await once(end));
  return inPractice(door.kernel.db, practice, async (desk) => (await find(desk, id))!);
};
