import { addDays, type PlainDate } from '#ground/time.ts';
import type { Json } from '#kernel/decision/model.ts';
import { type ClientFacts, clientFacts } from '#workflows/cadence/model.ts';
import { CLIENT_ROLES } from '#workflows/definitions/actions.ts';
import type { SubjectKind } from '#workflows/definitions/content.ts';
import type { ClientRole, RunState, SubjectFacts } from '#workflows/runs/model.ts';

/** A subject's facts with some of them changed; `null` takes a value away (WF-35). Nothing else of it moves. */
export const withFields = (facts: SubjectFacts, set: Readonly<Record<string, Json>>): SubjectFacts => {
  const next = { ...facts, fields: { ...facts.fields }, roles: { ...facts.roles } };
  for (const [field, value] of Object.entries(set)) change(next, field, value);
  return next;
};

/** The roles among the fields that are set: their tasks go to whoever holds them now (PE-44). */
export const rolesIn = (set: Readonly<Record<string, Json>>): string[] =>
  Object.keys(set).flatMap((field) => (field.startsWith('role.') ? [field.slice('role.'.length)] : []));

const change = (facts: SubjectFacts, field: string, value: Json): void => {
  if (field.startsWith('role.')) {
    const role = field.slice('role.'.length) as ClientRole;
    if (typeof value === 'string') facts.roles[role] = value;
    else delete facts.roles[role];
    return;
  }
  if (field === 'active') {
    facts.active = value !== false;
    facts.fields.status = value === false ? 'inactive' : facts.kind === 'prospect' ? 'open' : 'active';
    return;
  }
  if (field === 'kind') facts.kind = value as SubjectKind;
  if (field === 'status') facts.active = value !== 'inactive' && value !== 'left';
  if (value === null || value === '') delete facts.fields[field];
  else facts.fields[field] = value;
};

/** A record nobody has: as its kind begins, every role held by `member` (WF-155). */
export const inventedSubject = (
  kind: SubjectKind,
  {
    name,
    fields,
    member,
    on,
  }: { name: string; fields: Readonly<Record<string, Json>>; member: string | null; on: string },
): SubjectFacts => {
  const person = kind === 'client' || kind === 'prospect';
  const id = INVENTED;
  const facts: SubjectFacts = {
    record: person ? 'person' : (kind as 'employee' | 'invoice'),
    id,
    kind,
    name,
    active: true,
    restricted: false,
    client_id: person ? id : null,
    roles: person && member ? Object.fromEntries(CLIENT_ROLES.map((role) => [role, member])) : {},
    fields: {
      kind,
      display_name: name,
      created_on: on,
      tags: [],
      ...BEGINS[kind],
      ...(kind === 'employee' && member ? { member, manager: member, member_active: true } : {}),
    },
  };
  return withFields(facts, fields);
};

/** What an invented record is called where nobody names it. */
export const sampleName = (kind: SubjectKind): string => `Sample ${kind}`;

export const INVENTED = '00000000-0000-7000-8000-000000000000';

const BEGINS: Readonly<Record<SubjectKind, Record<string, Json>>> = {
  prospect: { form: 'organisation', status: 'open', do_not_contact: false },
  client: { form: 'organisation', status: 'active', do_not_contact: false },
  employee: { status: 'onboarding' },
  invoice: { status: 'open' },
};

const AUTHORIZATION = '00000000-0000-7000-8000-000000000001';
const A_YEAR = 365;

/** What a cadence may ask of it, as far as its fields say. */
export const inventedDates = ({ fields }: SubjectFacts): ClientFacts => {
  const { year_end, tax_period } = fields;
  return clientFacts.catch(clientFacts.parse({})).parse({ year_end, tax_period });
};

/** An authorization nobody has given, in force for a year: where a workflow asks for one and there is none. */
export const inventedRecords = (on: PlainDate): RunState['records'] => ({
  [AUTHORIZATION]: { valid_from: on, valid_to: addDays(on, A_YEAR) },
});
