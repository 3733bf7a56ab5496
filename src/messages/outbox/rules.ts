import type { Act } from '#kernel/access/roles/model.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { changedAmong, kindOf, notFound, refused } from '#kernel/decision/rules.ts';
import type { UndoCommand } from '#kernel/loop/room.ts';
import { becomes, proved } from './becoming.ts';
import { brake, mayLetGo } from './brake.ts';
import { erase } from './erasing.ts';
import { begin, end, lacks, wake } from './leaving.ts';
import type { MessageCommand, OutboxState } from './model.ts';
import { hold, only, recall, release, resolve, restore, retry, sendAgain, sendLater, sendNow } from './steering.ts';
import { toldOf } from './telling.ts';
import { edit, write, writeAnew } from './writing.ts';

/** Whoever may send a message may stop, change and settle it (ME-53). */
export const SENDS: Act = { module: null, level: 'write', ability: 'messages.send' };

/** Every move of messages.md 3.2; any other is refused with the state it is in. */
export const decide = (state: OutboxState, command: MessageCommand, context: Context): Decision => {
  if (command.do !== 'write' && state.message.version === 0) return notFound();
  if (BY_MACHINE.has(command.do) || isMachine(context)) return decided(state, command, context);
  // letters about signing in are in no list and in nobody's hand
  if (state.message.class === 'security' && command.do !== 'write') return notFound();
  return (
    can(context.who, SENDS, state.about) ??
    wordless(state) ??
    guarded(state, command, context) ??
    decided(state, command, context)
  );
};

const LETS_GO = new Set(['release', 'approve', 'send_now', 'send_later']);
const guarded = (state: OutboxState, command: MessageCommand, context: Context): Refusal | null =>
  LETS_GO.has(command.do) ? mayLetGo(state, context) : null;

/** Nothing can be sent of it any more. */
const wordless = ({ message }: OutboxState) =>
  message.erased_at ? refused('erased', 'Its words and addresses were erased, so nothing can be done with it.') : null;

const BY_MACHINE = new Set<string>([
  'wake',
  'brake',
  'erase',
  'begin',
  'lacks',
  'end',
  'proved',
  'write_anew',
  'delivered',
  'bounced',
  'complained',
  'replied',
  'pressed',
]);
const isMachine = ({ who }: Context): boolean => who.actor.startsWith('system:');

const RECALLED = 'Somebody recalled it.';

const decided = (state: OutboxState, command: MessageCommand, context: Context): Decision => {
  switch (command.do) {
    case 'write':
      return write(state, command, context);
    case 'edit':
      return only(state, 'planned', 'held') ?? edit(state, command);
    case 'write_anew':
      return writeAnew(state, command.writing, context);
    case 'hold':
      return hold(state, command.code, command.reason);
    case 'release':
    case 'approve':
      return release(state, context);
    case 'recall':
      return recall(state, command.code ?? 'by_hand', command.reason ?? RECALLED, context);
    case 'restore':
      return restore(state, context);
    case 'send_later':
      return sendLater(state, command.at, context);
    case 'send_now':
      return sendNow(state, context);
    case 'retry':
      return retry(state, context);
    case 'resolve':
      return resolve(state, command.went, context);
    case 'send_again':
      return sendAgain(state, context);
    case 'brake':
      return brake(state, command.reason, context);
    case 'erase':
      return erase(state, context);
    case 'wake':
      return wake(state, context);
    case 'begin':
      return begin(state, command, context);
    case 'lacks':
      return lacks(state, command, context);
    case 'end':
      return end(state, command, context);
    case 'proved':
      return proved(state, command);
    case 'delivered':
    case 'bounced':
    case 'complained':
    case 'replied':
    case 'pressed':
      return becomes(state, command);
  }
};

export const evolve = (state: OutboxState, event: Event): OutboxState =>
  kindOf(event.thing) === 'file'
    ? { ...state, files: changedAmong(state.files, event) }
    : { ...state, message: toldOf(state.message, event) };

/** Only a recall can be taken back (messages.md 3.2). */
export const undo = (state: OutboxState, { events }: UndoCommand, context: Context): Decision => {
  const [recalled] = events;
  const decision = decide(state, { do: 'restore' }, context);
  return decision.yes
    ? { ...decision, events: decision.events.map((event) => ({ ...event, undoes: recalled!.id })) }
    : decision;
};
