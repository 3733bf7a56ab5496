import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { mayImport } from '#people/fields/import-rights.ts';
import {
  type Asked,
  type Draft,
  type Importable,
  type Judged,
  shownValue,
  type Target,
} from '#people/fields/importing.ts';
import { dateTarget, plainHeading, textTarget } from '#people/fields/targets.ts';
import {
  type AuthorizationCommand,
  type AuthorizationFacts,
  type AuthorizationLine,
  type AuthorizationState,
  authorizationChanges,
  blankAuthorization,
  MEASURES,
  newAuthorization,
} from './model.ts';
import { decide } from './rules.ts';
import { type AuthorizationsRoom, type HeldForPort, loadAuthorizations } from './store.ts';

/** Authorizations, as a file may bring them (PE-80): found by their number, else by what they are (PE-90); a row may hold one line. */
export const authorizationImport = (room: AuthorizationsRoom, persons: HeldForPort): Importable => ({
  kind: 'authorization',
  label: 'authorizations',
  room,
  mayImport: mayImport.authorization,
  targets: async () => TARGETS,
  finders: [
    {
      key: 'number',
      label: 'number',
      keys: (draft) => (typeof draft.number === 'string' ? [`n:${draft.number.toLowerCase()}`] : []),
    },
    {
      key: 'client',
      label: 'client, kind and first day',
      keys: ({ client, kind, valid_from }) =>
        client && kind ? [`c:${client}:${valid_from ?? ''}:${String(kind).toLowerCase()}`] : [],
    },
  ],
  find: async ({ tx, practice }, keys) => {
    const { rows } = await sql<{ key: string; ids: Id[] }>`
      select k.key, array_agg(a.id) as ids from unnest(${keys}::text[]) as k(key)
      join app.authorization a on a.practice_id = ${practice.id} and a.deleted_at is null
        and k.key in ('n:' || lower(a.number), 'c:' || a.client_id || ':' || coalesce(a.valid_from::text, '') || ':' || lower(a.kind))
      group by k.key`.execute(tx);
    return new Map(rows.map((row) => [row.key, row.ids]));
  },
  load: (desk, ids) =>
    loadAuthorizations(
      desk,
      persons,
      ids.map((id) => ({ id, command: { do: 'change' as const } })),
    ),
  blank: async (desk, around) => {
    const known = await persons.persons(desk, around.persons);
    return (id): AuthorizationFacts & { clients: typeof known } => ({
      authorization: blankAuthorization(id),
      held_for: null,
      old: null,
      clients: known,
    });
  },
  draft: ({ authorization }: AuthorizationFacts): Draft => ({ ...authorization, client: authorization.client_id }),
  deleted: () => false,
  judge,
  url: (id) => `/authorizations/${id}`,
});

const STATES: Record<string, AuthorizationState> = {
  pending: 'pending',
  approved: 'approved',
  active: 'approved',
  notrequired: 'not_required',
  nar: 'not_required',
};

const line = (draft: Draft, change: (line: AuthorizationLine) => AuthorizationLine): null => {
  const lines = (draft.lines as AuthorizationLine[] | undefined) ?? [];
  const first = lines[0] ?? { code: '', measure: 'units', increment: null, frequency: null, total: null };
  draft.lines = [change(first), ...lines.slice(1)];
  return null;
};

const TARGETS: Target[] = [
  {
    key: 'client',
    label: 'Client number',
    headings: ['client', 'clientnumber', 'clientcode', 'clientid', 'accountnumber', 'customernumber'],
    persons: true,
    put: (draft, cell, reading) => {
      const client = cell === null ? undefined : reading.persons.get(cell.toLowerCase());
      if (!client) return `There is no client ${cell ?? ''}.`;
      draft.client = client;
      return null;
    },
  },
  textTarget({ key: 'kind', label: 'Kind', headings: ['type', 'authorizationtype', 'authtype', 'kind'] }, 60),
  textTarget(
    { key: 'number', label: 'Number', headings: ['authorizationnumber', 'authnumber', 'number', 'reference'] },
    60,
  ),
  textTarget({
    key: 'granted_by',
    label: 'Granted by',
    headings: ['payor', 'payer', 'grantedby', 'authority', 'issuer'],
  }),
  {
    key: 'state',
    label: 'State',
    headings: ['state', 'status'],
    put: (draft, cell) => {
      const state = STATES[plainHeading(cell ?? '')];
      if (!state) return `«${cell ?? ''}» is none of pending, approved, not required.`;
      draft.state = state;
      return null;
    },
  },
  dateTarget({
    key: 'valid_from',
    label: 'Valid from',
    headings: ['validfrom', 'startdate', 'from', 'start', 'effectivedate'],
  }),
  dateTarget({
    key: 'valid_to',
    label: 'Valid to',
    headings: ['validto', 'enddate', 'to', 'end', 'expirydate', 'expirationdate', 'expires'],
  }),
  {
    key: 'line_code',
    label: 'Code',
    headings: ['code', 'servicecode', 'procedurecode'],
    put: (draft, cell) =>
      cell === null ? 'A code cannot be cleared by a file.' : line(draft, (one) => ({ ...one, code: cell })),
  },
  {
    key: 'line_measure',
    label: 'Measured in',
    headings: ['measure', 'unit', 'unittype', 'units'],
    put: (draft, cell) => {
      const measure = MEASURES.find((one) => one === cell?.toLowerCase());
      return measure
        ? line(draft, (one) => ({ ...one, measure }))
        : `«${cell ?? ''}» is none of ${MEASURES.join(', ')}.`;
    },
  },
  {
    key: 'line_total',
    label: 'Total',
    headings: ['total', 'totalunits', 'amount', 'approvedunits', 'limit'],
    put: (draft, cell) => line(draft, (one) => ({ ...one, total: cell?.replaceAll(',', '') ?? null })),
  },
];

function judge(
  found: AuthorizationFacts & { clients?: ReadonlyMap<Id, NonNullable<AuthorizationFacts['held_for']>> },
  draft: Draft,
  { creating, touched, context }: Asked,
): Judged {
  const fields = Object.fromEntries(touched.map((field) => [field, draft[field]]));
  if (!creating && draft.client !== found.authorization.client_id)
    return refused(invalid(problem('/client', 'other_client', 'This authorization belongs to another client.')));
  const { client: _, ...changes } = fields;
  const read = creating ? newAuthorization.safeParse(fields) : authorizationChanges.safeParse(changes);
  if (!read.success)
    return refused(
      invalid(...read.error.issues.map((one) => problem(`/${one.path.join('/')}`, 'invalid', one.message))),
    );
  const command = { do: creating ? 'add' : 'change', ...read.data } as AuthorizationCommand;
  const facts = creating ? { ...found, held_for: found.clients?.get(String(draft.client)) ?? null } : found;
  const decision = decide(facts, command, context);
  if (!decision.yes) return refused(decision);
  const changed = decision.events.flatMap((event) => Object.entries(event.facts));
  return {
    refusal: null,
    changes: Object.fromEntries(
      changed.map(([field, [before, after]]) => [field, [shownValue(before), shownValue(after)]]),
    ),
    commands: decision.events.length ? [command] : [],
  };
}

const refused = (refusal: Refusal): Judged => ({ refusal, changes: {}, commands: [] });
