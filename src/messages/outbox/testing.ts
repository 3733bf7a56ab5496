import { type Id, newId } from '#ground/id.ts';
import { dateAt, type Instant } from '#ground/time.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Context, Decision, Who } from '#kernel/decision/model.ts';
import { blankMessage } from './blank.ts';
import type { Message, MessageCommand, New, OutboxState } from './model.ts';
import { decide, evolve } from './rules.ts';

/** For tests: what a message is written from. */
export const newMessage = (more: Partial<New> = {}): New => ({
  class: 'service',
  channel: 'email',
  key: newId(),
  automatic: true,
  author_id: null,
  run_id: null,
  task_id: null,
  item_id: null,
  subject_kind: null,
  subject_id: null,
  client_id: null,
  recipients: [{ address: 'books@sample-bakery.example', name: 'Sample Bakery', record: null }],
  from_name: 'Testing & Co',
  from_address: 'office@testing.example',
  reply_to: null,
  subject: 'Your records',
  html: null,
  body: 'Please send us your records.',
  used: {},
  missing: [],
  template_id: null,
  template_version: null,
  locale: 'en-GB',
  zone: null,
  headers: {},
  secret_letter: null,
  ...more,
});

const PRACTICE: Context['practice'] = {
  id: newId(),
  name: 'Testing & Co',
  kind: 'live',
  time_zone: 'Europe/London',
  country: 'GB',
  locale: 'en-GB',
  currency: 'GBP',
  working_days: [1, 2, 3, 4, 5],
  holidays: [],
  send_hour: '09:00',
  start_hour: 6,
  settings: {},
};

/** A zone in which it is about noon now: texts arrive there at whatever hour the test runs (ME-45). */
export const whereItIsNoon = (): string => {
  const west = new Date().getUTCHours() - 12;
  return `Etc/GMT${west < 0 ? '' : '+'}${west}`;
};

/** A member with a built-in role. */
export const memberWho = (role: BuiltIn): Who => {
  const { id, levels, reach, abilities } = builtIn(role);
  const member = newId();
  return {
    actor: `member:${member}`,
    member_id: member,
    role_id: id,
    role_name: role,
    levels,
    reach,
    abilities,
    deputy_for: [],
  };
};

export const contextAt = (now: Instant, who: Who = systemWho('messages')): Context => ({
  now,
  today: dateAt(now, PRACTICE.time_zone),
  practice: PRACTICE,
  who,
  newId: () => newId(),
});

/** A message that lives through commands, its decisions applied: `life.at(time).do(command)`. */
export const life = (more: Partial<OutboxState> = {}, id: Id = newId()) => {
  let state: OutboxState = {
    message: blankMessage(id),
    channel: { provider: 'smtp', hold_minutes: 10, manual_seconds: 30, unknown_policy: 'ask' },
    files: [],
    twin: null,
    leave: { go: true },
    known: new Map(),
    recent: [],
    behind: false,
    about: { assigned_to: [] },
    ...more,
  };
  const apply = (command: MessageCommand, context: Context): Decision => {
    const decision = decide(state, command, context);
    if (!decision.yes) return decision;
    const { version } = state.message;
    state = decision.events.reduce(evolve, state);
    state = { ...state, message: { ...state.message, version: version + 1 } };
    return decision;
  };
  return {
    get message(): Message {
      return state.message;
    },
    get state(): OutboxState {
      return state;
    },
    set: (changes: Partial<OutboxState>) => {
      state = { ...state, ...changes };
    },
    do: (now: Instant, command: MessageCommand, who?: Who): Decision => apply(command, contextAt(now, who)),
    /** Begins the next attempt and ends it with `answer`. */
    send: (now: Instant, answer: Extract<MessageCommand, { do: 'end' }>['answer'], after: Instant = now): Decision => {
      const attempt = state.message.attempts.length + 1;
      apply({ do: 'begin', attempt, node: 'test' }, contextAt(now));
      return apply({ do: 'end', attempt, answer, saved: false }, contextAt(after));
    },
  };
};
