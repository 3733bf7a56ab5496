import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Context, Decision, Facts, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { foundByKeysOrNames, wholeName } from '#people/fields/found-by-keys.ts';
import { mayImport } from '#people/fields/import-rights.ts';
import {
  type Asked,
  type Draft,
  type Finder,
  type Importable,
  type Judged,
  shownValue,
} from '#people/fields/importing.ts';
import { strongKeys } from '#people/fields/matching.ts';
import { numberKey } from '#people/fields/number-key.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { allFields } from '#people/fields/store.ts';
import { customTarget } from '#people/fields/targets.ts';
import { newPerson } from './content.ts';
import { wrongKind } from './conversion.ts';
import { plainTargets, roleTargets } from './import-targets.ts';
import { blankPerson, type PersonCommand, type PersonKind, type PersonState, type RoleOnPerson } from './model.ts';
import type { PersonsPort } from './port.ts';
import { decide, evolve } from './rules.ts';
import { displayName, holdersOn } from './status.ts';
import { loadPersons, type PersonsRoom } from './store.ts';

/** Prospects or clients, as a file may bring them (PE-80): headings of ledgers and practice managers are known. */
export const personImport = (room: PersonsRoom, port: PersonsPort<Desk>, kind: PersonKind): Importable => ({
  kind,
  label: `${kind}s`,
  room,
  mayImport: mayImport[kind],
  targets: async (desk) => [
    ...plainTargets(kind),
    ...roleTargets(),
    ...fieldsOf(await allFields(desk), kind).map(customTarget),
  ],
  finders: finders(kind),
  find: foundByKeysOrNames(kind),
  load: async (desk, ids, { who }) =>
    loadPersons(
      desk,
      port,
      ids.map((id) => ({ id, command: { do: 'change' as const } })),
      who,
    ),
  blank: async (desk, { who }) => {
    const { around } = (
      await loadPersons(
        desk,
        port,
        [{ id: desk.practice.id, command: { do: 'add', kind, prospect_number: '-', client_number: '-' } }],
        who,
      )
    ).get(desk.practice.id)!;
    const next = { prospect: 'a new number', client: 'a new number' };
    return (id): PersonState => ({ person: blankPerson(id), waitlist: [], holdings: [], around: { ...around, next } });
  },
  draft: ({ person }: PersonState): Draft => ({ ...person }),
  deleted: ({ person }: PersonState) => person.deleted_at !== null,
  judge: (found: PersonState, draft, asked) => judge(found, draft, { ...asked, kind }),
  url: (id) => `/${kind}s/${id}`,
});

const number = (kind: PersonKind) => `${kind}_number` as const;

const finders = (kind: PersonKind): Finder[] => [
  {
    key: number(kind),
    label: 'number',
    keys: (draft) => (typeof draft[number(kind)] === 'string' ? [numberKey(draft[number(kind)] as string)] : []),
  },
  {
    key: 'tax_number',
    label: 'tax number',
    keys: (draft) => strongKeys({ name: '', emails: [], phones: [], tax_number: draft.tax_number as string | null }),
  },
  {
    key: 'email',
    label: 'e-mail',
    keys: (draft) =>
      ((draft.emails as { address: string }[] | undefined) ?? [])
        .slice(0, 1)
        .map(({ address }) => `e:${address.toLowerCase()}`),
  },
  // A row that brings none of these would be added anew each time its file comes (PE-90).
  { key: 'name', label: 'name', keys: (draft) => wholeName(displayName(named(draft))) },
];

const named = ({ given_name = null, family_name = null, organisation_name = null }: Draft) =>
  ({
    form: organisation_name ? 'organisation' : 'individual',
    given_name,
    family_name,
    organisation_name,
  }) as Parameters<typeof displayName>[0];

type PersonAsked = Asked & { kind: PersonKind };

const withTags = (state: PersonState, tags: Asked['new_tags']): PersonState =>
  tags.length
    ? {
        ...state,
        around: {
          ...state.around,
          tags: [...state.around.tags, ...tags.map((tag) => ({ ...tag, applies_to: ['prospect', 'client'] }))],
        },
      }
    : state;

/** Decided by the very rule of adding and changing; who looks after it follows in the same act (PE-28, PE-86). */
const judge = (
  given: PersonState,
  draft: Draft,
  { creating, touched, context, kind, new_tags }: PersonAsked,
): Judged => {
  const found = withTags(given, new_tags);
  const no = creating ? null : wrongKind(found.person, kind, context.practice.time_zone);
  if (no) return refusedRow(no);
  const { roles = {}, ...rest } = Object.fromEntries(touched.map((field) => [field, draft[field]])) as Draft & {
    roles?: Partial<Record<RoleOnPerson, Id | null>>;
  };
  const read = newPerson.safeParse(rest);
  if (!read.success)
    return refusedRow(
      invalid(...read.error.issues.map((issue) => problem(`/${issue.path.join('/')}`, 'invalid', issue.message))),
    );
  const fields = { ...read.data, confirm_own_email: true };
  const main: PersonCommand = creating ? { do: 'add', kind, ...fields } : { do: 'change', ...fields };
  const back: PersonCommand[] = found.person.deleted_at ? [{ do: 'restore' }] : [];
  return follow(found, [...back, main, ...roleCommands(found, roles, context)], { context, touched, creating });
};

/** Each command is decided on the state the ones before it leave; those that change nothing are left out. */
const follow = (
  found: PersonState,
  commands: readonly PersonCommand[],
  { context, touched, creating }: Omit<Asked, 'new_tags'>,
): Judged => {
  const judged: Judged = { refusal: null, changes: {}, commands: [] };
  let state = found;
  for (const command of commands) {
    const decision: Decision = decide(state, command, context);
    if (!decision.yes) return refusedRow(pointedAt(decision, command));
    if (!decision.events.length) continue;
    judged.commands.push(command);
    for (const event of decision.events) {
      Object.assign(
        judged.changes,
        command.do === 'set_role' || command.do === 'end_role'
          ? roleChange(state, command, context)
          : shownFacts(event.facts, touched, creating),
      );
      state = evolve(state.person.version ? state : { ...state, person: { ...state.person, version: 1 } }, event);
    }
  }
  return judged;
};

const refusedRow = (refusal: Refusal): Judged => ({ refusal, changes: {}, commands: [] });

const pointedAt = (refusal: Refusal, command: PersonCommand): Refusal =>
  command.do === 'set_role' && refusal.errors
    ? { ...refusal, errors: refusal.errors.map((one) => ({ ...one, pointer: `/roles/${command.role}` })) }
    : refusal;

const shownFacts = (facts: Facts, touched: readonly string[], creating: boolean): Judged['changes'] =>
  Object.fromEntries(
    Object.entries(facts)
      .filter(([field]) => field !== 'deleted_at' && (!creating || touched.includes(field)))
      .map(([field, [before, after]]) => [field, [shownValue(before), shownValue(after)]]),
  );

const roleCommands = (
  { holdings }: PersonState,
  roles: Partial<Record<RoleOnPerson, Id | null>>,
  { today }: Context,
): PersonCommand[] =>
  (Object.entries(roles) as [RoleOnPerson, Id | null][]).flatMap(([role, member]): PersonCommand[] => {
    const holder = holdersOn(holdings, today)[role]?.member_id ?? null;
    if (holder === member) return [];
    return [member ? { do: 'set_role', role, member } : { do: 'end_role', role }];
  });

const roleChange = (
  { holdings }: PersonState,
  command: Extract<PersonCommand, { do: 'set_role' | 'end_role' }>,
  { today }: Context,
): Judged['changes'] => {
  const before = holdersOn(holdings, today)[command.role]?.member_id ?? '';
  return { [command.role]: [before, command.do === 'set_role' ? command.member : ''] };
};
