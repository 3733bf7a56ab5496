import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Importable } from '#people/fields/importing.ts';
import type { ImportsDoor } from './committing.ts';
import { errorFile } from './error-file.ts';
import { commitBody, type Import, mappingBody, OUTCOMES, STATES } from './model.ts';
import { detail, importableOf, importSchema, presented, rowSchema, shown, shownRow } from './shown.ts';
import { IMPORT_SORTS, listImports, listRows, readImports, savedMappings, saveMapping } from './store.ts';
import { receiveFile, upload } from './uploading.ts';
import { commit, map, preview, takeBack } from './working.ts';

// Contacts may be imported by collections too (PE-80), so the decision asks for what the kind needs.
const may = reads('people');
const one = { params: idParam };
const kindQuery = z.strictObject({ kind: z.string().max(40) });
const uploaded = route(may, {
  method: 'post',
  path: '/imports',
  request: {
    query: kindQuery,
    // The body is streamed past memory's limits and read by its own parser; the schema is for the contract.
    body: {
      content: {
        'multipart/form-data': {
          schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } as never,
        },
      },
    },
  },
  responses: answers(201, detail),
});
const list = route(may, {
  method: 'get',
  path: '/imports',
  request: {
    query: listQuery(IMPORT_SORTS, { kind: z.string().max(40).optional(), state: z.enum(STATES).optional() }),
  },
  responses: answers(200, pageOf(importSchema)),
});
const show = route(may, { method: 'get', path: '/imports/{id}', request: one, responses: answers(200, detail) });
const rows = route(may, {
  method: 'get',
  path: '/imports/{id}/rows',
  request: {
    ...one,
    query: z.strictObject({
      outcome: z.enum(OUTCOMES).optional(),
      cursor: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: answers(200, z.object({ items: z.array(rowSchema), next: z.string().nullable() })),
});
const mapped = route(may, {
  method: 'put',
  path: '/imports/{id}/mapping',
  request: { ...one, ...jsonBody(mappingBody) },
  responses: answers(200, detail),
});
const previewed = route(may, {
  method: 'post',
  path: '/imports/{id}/preview',
  request: one,
  responses: answers(201, detail),
});
const committed = route(may, {
  method: 'post',
  path: '/imports/{id}/commit',
  request: { ...one, ...jsonBody(commitBody) },
  responses: answers(201, importSchema),
});
const undone = route(may, {
  method: 'post',
  path: '/imports/{id}/undo',
  request: one,
  responses: answers(201, importSchema),
});
const discarded = route(may, {
  method: 'delete',
  path: '/imports/{id}',
  request: one,
  responses: answers(200, importSchema),
});
const errors = route(may, {
  method: 'get',
  path: '/imports/{id}/errors.csv',
  request: one,
  responses: { 200: { description: 'Rows that were not taken', content: { 'text/csv': { schema: z.string() } } } },
});
const saved = route(may, {
  method: 'get',
  path: '/import-mappings',
  request: { query: kindQuery },
  responses: answers(
    200,
    z.object({
      items: z.array(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          name: z.string(),
          mapping: z.record(z.string(), z.string().nullable()),
        }),
      ),
    }),
  ),
});

/** Files that are read in: upload, mapping, preview, commit, undo, and the file of what was not taken (PE-80 … PE-91). */
export const importsApi = (door: ImportsDoor) => {
  const { kernel, room } = door;
  const detailed = (place: Place, row: Import) => atDesk(kernel, place, (desk) => presented(door, desk, row));
  return router()
    .openapi(uploaded, async (c) => {
      const place = c.get('place');
      const importable = allowed(door, place, c.req.valid('query').kind);
      const row = await upload(door, place, importable, await receiveFile(c));
      return c.json(await detailed(place, row), 201);
    })
    .openapi(list, async (c) => {
      const place = c.get('place');
      const kinds = door.importables.map(({ kind }) => kind).filter((kind) => mayOf(door, place, kind) === null);
      const page = await atDesk(kernel, place, (desk) => listImports(desk, kinds, c.req.valid('query')));
      return c.json({ ...page, items: page.items.map(shown) }, 200);
    })
    .openapi(saved, async (c) => {
      const { kind } = c.req.valid('query');
      allowed(door, c.get('place'), kind);
      return c.json({ items: await atDesk(kernel, c.get('place'), (desk) => savedMappings(desk, kind)) }, 200);
    })
    .openapi(show, async (c) =>
      c.json(await detailed(c.get('place'), await found(door, c.get('place'), c.req.valid('param').id)), 200),
    )
    .openapi(rows, async (c) => {
      const place = c.get('place');
      const { outcome, cursor, limit } = c.req.valid('query');
      const row = await found(door, place, c.req.valid('param').id);
      const items = await atDesk(kernel, place, (desk) =>
        listRows(desk, row.id, { outcome, after: cursor, limit: limit + 1 }),
      );
      const page = items.slice(0, limit).map((item) => shownRow(door, row, item));
      return c.json({ items: page, next: items.length > limit ? String(page.at(-1)!.no) : null }, 200);
    })
    .openapi(mapped, async (c) => {
      const place = c.get('place');
      const { save_as, ...body } = c.req.valid('json');
      const row = await map(door, place, c.req.valid('param').id, body);
      if (save_as) {
        const kept = { id: newId(), kind: row.kind, name: save_as, mapping: row.mapping };
        await atDesk(kernel, place, (desk) => saveMapping(desk, kept, place.caller.who.actor));
      }
      return c.json(await detailed(place, row), 200);
    })
    .openapi(previewed, async (c) => {
      const row = await preview(door, c.get('place'), c.req.valid('param').id);
      return c.json(await detailed(c.get('place'), row), 201);
    })
    .openapi(committed, async (c) =>
      c.json(
        shown(await commit(door, c.get('place'), c.req.valid('param').id, c.req.valid('json').all_or_nothing)),
        201,
      ),
    )
    .openapi(undone, async (c) => c.json(shown(await takeBack(door, c.get('place'), c.req.valid('param').id)), 201))
    .openapi(discarded, async (c) => {
      const wanted = { id: c.req.valid('param').id, command: { do: 'discard' as const } };
      return c.json(shown(yesOrThrow(await perform(kernel, c.get('place'), room, wanted)).state.import), 200);
    })
    .openapi(errors, async (c) => {
      const place = c.get('place');
      const row = await found(door, place, c.req.valid('param').id);
      const text = await atDesk(kernel, place, (desk) => errorFile(desk, row));
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="errors.csv"');
      return c.body(text, 200) as never;
    });
};

const mayOf = (door: ImportsDoor, { caller }: Place, kind: string) =>
  importableOf(door, kind)?.mayImport(caller.who) ?? null;

const allowed = (door: ImportsDoor, place: Place, kind: string): Importable => {
  const importable = importableOf(door, kind);
  if (!importable)
    throw new HttpRefusal(
      invalid(problem('/kind', 'not_found', `Choose one of: ${door.importables.map((one) => one.kind).join(', ')}.`)),
    );
  const no = importable.mayImport(place.caller.who);
  if (no) throw new HttpRefusal(no);
  return importable;
};

const found = async (door: ImportsDoor, place: Place, id: Id): Promise<Import> => {
  const [row] = await atDesk(door.kernel, place, (desk) => readImports(desk, [id]));
  if (!row || row.deleted_at) throw new HttpRefusal(notFound());
  const no = mayOf(door, place, row.kind);
  if (no) throw new HttpRefusal(no);
  return row;
};
