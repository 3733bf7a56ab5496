import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room, UndoCommand, Wanted } from '#kernel/loop/room.ts';
import { undo } from '#kernel/loop/undo.ts';
import type { ContactsPort } from '#people/contacts/port.ts';
import {
  type Authorization,
  type AuthorizationCommand,
  type AuthorizationFacts,
  blankAuthorization,
  type HeldFor,
  PERSONAL,
} from './model.ts';
import { decide, evolve, mayWrite } from './rules.ts';

export type AuthorizationsRoom = Room<AuthorizationFacts, AuthorizationCommand>;
/** How the persons they are held for are looked up. */
export type HeldForPort = ContactsPort<Desk>;

export const authorizationsRoom = (persons: HeldForPort): AuthorizationsRoom => {
  const general: AuthorizationsRoom = {
    name: 'authorization',
    kinds: {
      authorization: {
        table: 'app.authorization',
        find: (facts) => facts.authorization,
        personal: PERSONAL,
        births: ['authorization.added', 'authorization.renewed'],
      },
    },
    load: (desk, wanted) => loadAuthorizations(desk, persons, wanted),
    decide,
    evolve,
  };
  return {
    ...general,
    undo: (facts, command, context) => mayWrite(facts, context) ?? undo(general, facts, command, context),
  };
};

const COLUMNS = sql`a.id, a.version, a.client_id, a.kind, a.granted_by, a.state, a.number, a.valid_from, a.valid_to, a.lines, a.documents,
  a.replaces, a.ended_on, a.ended_by, a.ended_reason, a.deleted_at, a.created_at, a.created_by`;

export const readAuthorizations = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Authorization[]> => {
  const { rows } = await sql<Authorization>`
    select ${COLUMNS} from app.authorization a where a.practice_id = ${practice.id} and a.id = any(${ids})`.execute(tx);
  return rows;
};

/** Those that renew these, approved ones first. */
export const renewalsOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Authorization[]>> => {
  const { rows } = await sql<Authorization>`
    select ${COLUMNS} from app.authorization a where a.practice_id = ${practice.id} and a.replaces = any(${ids}) and a.deleted_at is null
    order by a.state, a.id`.execute(tx);
  return Map.groupBy(rows, (row) => row.replaces!);
};

/** An absorbed client's authorizations are those of the survivor (PE-75). */
export const heldFor = async (desk: Desk, persons: HeldForPort, ids: readonly Id[]): Promise<Map<Id, HeldFor>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<{ id: Id; survivor: Id }>`
    select p.id, coalesce(app.survivor_of(p.practice_id, p.id), p.id) as survivor from app.person p
    where p.practice_id = ${desk.practice.id} and p.id = any(${ids})`.execute(desk.tx);
  const found = await persons.persons(desk, [...new Set(rows.map((row) => row.survivor))]);
  return new Map(rows.flatMap(({ id, survivor }) => (found.has(survivor) ? [[id, found.get(survivor)!]] : [])));
};

export const loadAuthorizations = async (
  desk: Desk,
  persons: HeldForPort,
  wanted: readonly Wanted<AuthorizationCommand | UndoCommand>[],
): Promise<Map<Id, AuthorizationFacts>> => {
  const olds = wanted.flatMap(({ command }) => (command.do === 'renew' ? [command.old] : []));
  const rows = await readAuthorizations(desk, [...wanted.map(({ id }) => id), ...olds]);
  const found = new Map(rows.map((row) => [row.id, row]));
  const clientOf = ({ id, command }: Wanted<AuthorizationCommand | UndoCommand>): Id | undefined =>
    command.do === 'add' ? command.client : found.get(command.do === 'renew' ? command.old : id)?.client_id;
  const held = await heldFor(
    desk,
    persons,
    wanted.flatMap((want) => clientOf(want) ?? []),
  );
  const states = new Map<Id, AuthorizationFacts>();
  for (const want of wanted) {
    const { id, command } = want;
    const makes = command.do === 'add' || command.do === 'renew';
    const authorization = found.get(id) ?? (makes ? blankAuthorization(id) : null);
    if (!authorization) continue;
    const old = command.do === 'renew' ? (found.get(command.old) ?? null) : null;
    states.set(id, { authorization, held_for: held.get(clientOf(want) ?? '') ?? null, old });
  }
  return states;
};
