import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Actor } from '#kernel/decision/model.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { authorizationsApi } from '../authorizations/api.ts';
import { authorizationImport } from '../authorizations/importing.ts';
import { authorizationsRoom } from '../authorizations/store.ts';
import { contactsApi } from '../contacts/api.ts';
import { contactImport } from '../contacts/importing.ts';
import { contactsRoom } from '../contacts/store.ts';
import { employeesApi } from '../employees/api.ts';
import { employeeImport } from '../employees/importing.ts';
import { NO_ROOMS_ABOVE as NO_EMPLOYEES_ABOVE } from '../employees/port.ts';
import { employeesRoom } from '../employees/store.ts';
import { customFieldsApi } from '../fields/api.ts';
import { customFields } from '../fields/store.ts';
import { personApi } from '../persons/api.ts';
import { personImport } from '../persons/importing.ts';
import { linkedPersons } from '../persons/linked.ts';
import { NO_ROOMS_ABOVE } from '../persons/port.ts';
import { readable } from '../persons/reach.ts';
import { personsRoom } from '../persons/store.ts';
import { personVerbsApi } from '../persons/verbs-api.ts';
import { tagsApi } from '../tags/api.ts';
import { tags } from '../tags/store.ts';
import { importsApi } from './api.ts';
import type { ImportsPort } from './port.ts';
import { importsRoom } from './store.ts';

/** For tests: all that can be imported, on a database of its own; `begin` gives a practice with its API. */
export const useImportHouse = () => {
  const above = { ...NO_ROOMS_ABOVE };
  const linked = linkedPersons(above);
  const persons = personsRoom(above);
  const contacts = contactsRoom(linked);
  const employees = employeesRoom(NO_EMPLOYEES_ABOVE);
  const authorizations = authorizationsRoom(linked);
  const importables = [
    personImport(persons, above, 'prospect'),
    personImport(persons, above, 'client'),
    contactImport(contacts, linked),
    employeeImport(employees, NO_EMPLOYEES_ABOVE),
    authorizationImport(authorizations, linked),
  ];
  const room = importsRoom(importables);
  const started: { workflow: Id; subjects: readonly Id[] }[] = [];
  const port: ImportsPort<Desk> = {
    callerOf: async (_desk, actor: Actor, request_id) => ({
      who: testWho('Manager', actor.replace('member:', '')),
      request_id,
    }),
    start: async (_desk, _caller, wanted) => {
      started.push(wanted);
      return wanted.subjects.length;
    },
  };
  const house = useTestHouse([tags, customFields, persons, contacts, employees, authorizations, room]);
  const door = () => ({ kernel: house.kernel, room, importables, port });

  const begin = async () => {
    const practice = await testPractice(house.kernel);
    const { kernel } = house;
    const seen = (desk: Desk, who: ReturnType<typeof testWho>) => readable(desk, who, above);
    const persons_ = { kernel, port: above, room: persons };
    const routes = [
      tagsApi(kernel),
      customFieldsApi(kernel),
      personApi(persons_, 'client'),
      personApi(persons_, 'prospect'),
      personVerbsApi(persons_),
      contactsApi({ kernel, port: linked, room: contacts, seen }),
      employeesApi({ kernel, port: NO_EMPLOYEES_ABOVE, room: employees }),
      authorizationsApi({
        kernel,
        room: authorizations,
        persons: linked,
        port: { referringRuns: async () => new Map() },
        seen,
      }),
      importsApi(door()),
    ];
    const as = (who: ReturnType<typeof testWho>) => testApi(kernel, practice, routes, who);
    const api = as(testWho('Manager'));
    const upload = (kind: string, text: string, who = api) =>
      who('POST', `/imports?kind=${kind}`, text, { 'content-type': 'text/csv' });
    const uploadBytes = (kind: string, bytes: Uint8Array) =>
      api('POST', `/imports?kind=${kind}`, bytes, { 'content-type': 'text/csv' });
    /** Upload with the proposed mapping, changed by `more`, and preview. */
    const look = async (kind: string, text: string, more: object = {}) => {
      const { body } = await upload(kind, text);
      const mapping = { ...body.mapping, ...((more as { mapping?: object }).mapping ?? {}) };
      const mapped = await api('PUT', `/imports/${body.id}/mapping`, { mode: 'both', ...more, mapping });
      if (mapped.status !== 200) return mapped;
      return api('POST', `/imports/${body.id}/preview`);
    };
    const rows = async (id: Id, outcome = '') =>
      (await api('GET', `/imports/${id}/rows?limit=200${outcome && `&outcome=${outcome}`}`)).body.items;
    return { practice, api, as, upload, uploadBytes, look, rows };
  };
  const count = (practice: Id, table: string) =>
    inPractice(house.kernel.db, practice, async (desk) => {
      const { rows } = await sql<{
        n: number;
      }>`select count(*)::int as n from ${sql.table(table)} where practice_id = ${practice}`.execute(desk.tx);
      return rows[0]!.n;
    });
  return {
    house,
    door,
    begin,
    count,
    started,
    /** What the rooms above answer; a test may put something else in its place. */
    above,
  };
};
