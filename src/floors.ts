/**
 * The floor plan. Each line is a storey and holds rooms (folders under src/); a room may import rooms of the storeys above
 * its line in this table, and itself. Rooms of one storey do not know each other. `floors.test.ts` guards it.
 */
export const STOREYS: readonly (readonly string[])[] = [
  ['ground'],
  ['kernel/decision'],
  ['kernel/access/roles', 'kernel/database', 'kernel/trace', 'kernel/ui'],
  ['kernel/audit', 'kernel/queue'],
  ['kernel/loop'],
  ['kernel/http', 'kernel/schedule'],
  ['kernel/notices', 'kernel/search', 'kernel/undo', 'kernel/files', 'kernel/sandbox'],
  ['kernel/bulk'],
  ['kernel/access'],
  ['kernel/history'],
  ['people/tags', 'people/fields'],
  ['people/contacts'],
  ['people/persons', 'people/employees'],
  ['people/authorizations', 'people/duplicates', 'people/imports'],
  ['messages/fields', 'messages/channels', 'messages/addresses', 'messages/links'],
  ['messages/templates', 'messages/outbox', 'forms'],
  ['messages/replies'],
  ['workflows/definitions', 'workflows/dates'],
  ['workflows/cadence', 'workflows/code', 'workflows/library', 'workflows/runs'],
  ['workflows/launch', 'workflows/proof'],
  ['workflows/series', 'workflows/simulation', 'workflows/triggers'],
  ['workflows/feeds', 'workflows/load'],
  ['inbox', 'collections', 'jobs', 'flows'],
  ['connectors'],
  ['app'],
];

/** What a rule may never reach, however many imports lie between: the machine, the network, the database. */
export const IMPURE = /^(node:|kysely$|pg$|pg-boss$|hono|@hono\/|better-auth|@better-auth\/|pino$|commander$)/;

/** Files whose every import must be pure, so that the browser runs the rule the server obeys. */
export const PURE_DOORS = /(^|\/)(model|rules|port)\.ts$|\.tsx$/;

/** The storey of a file under src/, by the longest room name that holds it; -1 when no room does. */
export const storeyOf = (file: string): number => STOREYS.findIndex((rooms) => rooms.includes(roomOf(file)));

export const roomOf = (file: string): string =>
  STOREYS.flat()
    .filter((room) => file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0] ?? '';
