import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, dateAt, type Instant } from '#ground/time.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Context, Decision, Who } from '#kernel/decision/model.ts';
import type { UndoCommand } from '#kernel/loop/room.ts';
import { blankItem } from './blank.ts';
import type { Around, Hand, ItemCommand, ItemState, Origin, Status } from './model.ts';
import { decide, evolve } from './rules.ts';

/** What the tests of items share: a practice in Sydney, its people, and an item on which they act one after the other. */

const ROLES: Record<string, BuiltIn> = {
  olga: 'Owner',
  adam: 'Admin',
  mark: 'Manager',
  anna: 'Staff',
  ben: 'Staff',
  carl: 'AR Specialist',
  vera: 'Viewer',
};
const NAMES = Object.keys(ROLES);

export const who = (name: string, more: Partial<Who> = {}): Who => {
  if (!ROLES[name]) return systemWho(name);
  const { id, levels, reach, abilities } = builtIn(ROLES[name]);
  return {
    actor: `member:${name}`,
    member_id: name,
    role_id: id,
    role_name: ROLES[name],
    levels,
    reach,
    abilities,
    deputy_for: [],
    ...more,
  };
};

const MEMBERS: readonly Hand[] = NAMES.map((name) => ({
  id: name,
  name: name[0]!.toUpperCase() + name.slice(1),
  active: true,
  writes: builtIn(ROLES[name]!).levels.inbox === 'write',
  sees_all: builtIn(ROLES[name]!).abilities.includes('inbox.see_all'),
}));

/** Monday, 23 November 2026, 09:00 in Sydney. */
export const MONDAY: Instant = '2026-11-22T22:00:00.000Z';
const ZONE = 'Australia/Sydney';

export const around = (more: Partial<Around> = {}): Around => ({
  members: MEMBERS,
  client: null,
  document: null,
  named: null,
  category: null,
  tags: [],
  received_on: '2026-11-23',
  next_number: 1,
  of: null,
  taken_up: null,
  linked: null,
  in_progress_for_all: false,
  grace_seconds: 10,
  ...more,
});

export const contextAt = (now: Instant, by: Who): Context => ({
  now,
  today: dateAt(now, ZONE),
  practice: {
    id: 'harbour',
    name: 'Harbour & Co',
    kind: 'live',
    time_zone: ZONE,
    country: 'AU',
    locale: 'en-AU',
    currency: 'AUD',
    working_days: [1, 2, 3, 4, 5],
    holidays: [],
    send_hour: '09:00',
    start_hour: 8,
    settings: {},
  },
  who: by,
  newId,
});

/** An item as it stands in a status, reached by no act. */
export const itemIn = (status: Status, origin: Origin = 'manual', more: Partial<ItemState['item']> = {}): ItemState => {
  const decided = status === 'approved' || status === 'not_approved';
  return {
    item: {
      ...blankItem('one', 'member:anna'),
      version: 4,
      number: 9,
      origin,
      status,
      status_by: 'member:mark',
      status_at: MONDAY,
      subject: 'Lease',
      created_by: 'member:anna',
      ...(decided && {
        decision: status,
        decided_from: 'outstanding' as const,
        decided_by: 'member:mark' as const,
        decided_at: MONDAY,
        final_at: MONDAY,
        decision_final: true,
      }),
      ...more,
    },
    notes: [],
    around: around(),
  };
};

/** One act and what it leaves; a refusal leaves everything. */
export const act = (state: ItemState, command: ItemCommand, by = 'mark', now: Instant = MONDAY) => {
  const decision = decide(state, command, contextAt(now, who(by)));
  return { decision, state: after(state, decision) };
};

export const after = (state: ItemState, decision: Decision): ItemState =>
  decision.yes
    ? decision.events.reduce((one, event) => evolve({ ...one, item: { ...one.item } }, event), state)
    : state;

export const codeOf = (decision: Decision): string | null => (decision.yes ? null : decision.code);
export const verbsOf = (decision: Decision): string[] => (decision.yes ? decision.events.map(({ verb }) => verb) : []);
export const toldTo = (decision: Decision): string[] =>
  decision.yes ? decision.effects.flatMap((effect) => (effect.do === 'notify' ? [effect.member] : [])) : [];

export const toldIn = (decision: Decision): string[] =>
  decision.yes
    ? decision.effects.flatMap((effect) =>
        effect.do === 'notify' ? [`${effect.member} ${effect.verb} ${effect.title}`] : [],
      )
    : [];

/** An item that was just added by `by`. */
export const added = (by = 'anna', given: Partial<Extract<ItemCommand, { do: 'add' }>> = {}): ItemState => {
  const state: ItemState = { item: blankItem(newId(), `member:${by}`), notes: [], around: around() };
  const made = act(state, { ...ADD, ...given }, by);
  if (!made.decision.yes) throw new Error(made.decision.because);
  return { ...made.state, item: { ...made.state.item, version: 1 } };
};

export const ADD: Extract<ItemCommand, { do: 'add' }> = {
  do: 'add',
  subject: 'Lease of the office',
  details: '',
  client_id: null,
  category_id: null,
  contact: null,
  priority: 'normal',
  due_on: null,
  confidential: false,
  watcher_ids: [],
  tags: [],
  assignee_id: null,
};

export const seconds = (n: number, from: Instant = MONDAY): Instant => addMilliseconds(from, n * 1000);

/** What the loop gives an undo: the events of an act, as they were kept. */
export const undoOf = (decision: Decision): UndoCommand => ({
  do: 'undo',
  events: (decision.yes ? decision.events : []).map((event) => ({ ...event, id: newId() as Id })) as never,
});
