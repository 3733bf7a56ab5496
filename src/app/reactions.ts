import { type Id, newId } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { AnyRoom, Caller, Kernel, Room } from '#kernel/loop/room.ts';
import { forgetValues } from '#people/fields/store.ts';
import { handOver } from '#people/persons/handing-over.ts';
import { ROLES } from '#people/persons/model.ts';
import type { PersonsRoom } from '#people/persons/store.ts';
import type { RunCommand } from '#workflows/runs/commands.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { forgetAnswers } from '#workflows/runs/sheets.ts';
import { openRunsOf } from '#workflows/runs/store.ts';
import { HEARD as HEARD_BY_SERIES, hear as hearForSeries } from '#workflows/series/hearing.ts';
import { begunAnew, followed, needlessRenewals } from '#workflows/triggers/following.ts';
import { HEARD } from '#workflows/triggers/happenings.ts';
import { hear } from '#workflows/triggers/hearing.ts';
import { type MessageRooms, messageReactions } from './messages/reactions.ts';
import { stepReactions } from './messages/steps.ts';
import { setDigest } from './notices/timer.ts';
import { subjects } from './ports/subjects.ts';
import {
  allRunsOf,
  caller,
  eraseFiles,
  filesAbout,
  mergedBy,
  rolesGiven,
  runsReferring,
  runsWith,
  subjectOf,
  takeRunsBack,
  tell,
  wakeAll,
  writtenChange,
} from './reacting.ts';

/**
 * What one room does because of another: *event → command*, in the transaction of the event. Each reaction gets all events
 * of a batch that carry its verb, so that it acts set-based; a second page is a sign that a rule hides here.
 */
export interface Reaction {
  on: RegExp;
  do(kernel: Kernel, desk: Desk, events: readonly Recorded[], acts: ReadonlyMap<Id, Id>, caller: Caller): Promise<void>;
}

export interface ReactingRooms extends Omit<MessageRooms, 'runs'> {
  runs: Room<RunState, RunCommand>;
  persons: PersonsRoom;
  employees: AnyRoom;
  launches: AnyRoom;
  triggers: AnyRoom;
}

export const react =
  (reactions: readonly Reaction[]): Kernel['react'] =>
  async (kernel, desk, caller, happened, acts) => {
    for (const reaction of reactions) {
      const mine = happened.filter((event) => reaction.on.test(event.verb));
      if (mine.length) await reaction.do(kernel, desk, mine, acts, caller);
    }
  };

export const reactions = ({
  runs,
  persons,
  employees,
  launches,
  triggers,
  ...ofMessages
}: ReactingRooms): readonly Reaction[] => [
  ...messageReactions({ runs, ...ofMessages }),
  ...stepReactions({ runs, messages: ofMessages.messages }),
  {
    // An answer that writes a field of the subject changes it with the task (WF-52).
    on: /^task\.finished$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const change = writtenChange(event);
        if (!change || !event.run_id) continue;
        const { subject_kind, subject_id } = await subjectOf(desk, event.run_id);
        const room = subject_kind === 'employee' ? employees : persons;
        for (const command of change)
          await tell(kernel, desk, room, [{ id: subject_id, command }], acts.get(event.run_id), event.run_id);
      }
    },
  },
  {
    // The subject changed: dates, people, conditions and `stop_if` of its open runs are looked at anew (WF-41, WF-116, PE-44).
    on: /^(person|role_holding|waitlist_entry|employee)\./,
    do: async (kernel, desk, events) => {
      const changed = new Map<Id, string[]>();
      for (const event of events.filter(({ verb }) => !verb.endsWith('.refused'))) {
        const subject = idOf(event.root);
        changed.set(subject, [...(changed.get(subject) ?? []), ...rolesGiven(event)]);
      }
      const open = await openRunsOf(desk, [...changed.keys()]);
      const roles = [...new Set([...changed.values()].flat())];
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'facts_changed', roles } })),
      );
    },
  },
  {
    // Runs anchored on an authorization are planned anew with it, in the same transaction (PE-60).
    on: /^authorization\./,
    do: async (kernel, desk, events) => {
      const open = await runsReferring(
        desk,
        events.filter(({ verb }) => !verb.endsWith('.refused')).map(({ root }) => idOf(root)),
      );
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'facts_changed' } })),
      );
    },
  },
  {
    // What deactivating asked for: its runs go on, wait, or end (PE-26). One act, one undo.
    on: /^person\.deactivated$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const choice = event.facts.inactive_open_runs?.[1];
        if (choice !== 'hold' && choice !== 'cancel') continue;
        const person = idOf(event.thing);
        const open = await openRunsOf(desk, [person]);
        const command = (): Command & Record<string, Json> =>
          choice === 'hold'
            ? { do: 'room_hold', id: newId(), kind: 'inactive', reason: 'The client is inactive.' }
            : { do: 'stop', reason: 'The client is inactive.' };
        await tell(
          kernel,
          desk,
          runs,
          open.map((id) => ({ id, command: command() })),
          acts.get(person),
        );
      }
    },
  },
  {
    on: /^person\.reactivated$/,
    do: async (kernel, desk, events) => {
      const open = await openRunsOf(
        desk,
        events.map(({ thing }) => idOf(thing)),
      );
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'room_release', kind: 'inactive', dates: 'shift' } })),
      );
    },
  },
  {
    on: /^(person|employee)\.erased$/,
    do: async (kernel, desk, events) => {
      const open = await openRunsOf(
        desk,
        events.map(({ thing }) => idOf(thing)),
      );
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'stop', reason: 'subject erased' } })),
      );
    },
  },
  {
    // What was attached to an erased record's tasks goes with it, name and bytes (PE-29).
    on: /^(person|employee)\.erased$/,
    do: async (kernel, desk, events) => {
      const ids = await filesAbout(
        desk,
        events.map(({ thing }) => idOf(thing)),
      );
      await eraseFiles(kernel, desk, ids);
    },
  },
  {
    // What they answered to forms goes, sent or half filled (PE-29).
    on: /^(person|employee)\.erased$/,
    do: (_kernel, desk, events) =>
      forgetAnswers(
        desk,
        events.map(({ thing }) => idOf(thing)),
      ),
  },
  {
    // Runs follow the survivor; of two that meet the one that was not chosen ends (PE-75, PE-76, WF-125).
    on: /^merge\.made$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const { kind, survivor, absorbed, cancelled } = mergedBy(event);
        if (kind === 'contact') continue;
        const actId = acts.get(idOf(event.root));
        await tell(
          kernel,
          desk,
          runs,
          cancelled.map((id) => ({ id, command: { do: 'stop', reason: 'merged' } })),
          actId,
        );
        const subject =
          kind === 'employee'
            ? { subject_kind: 'employee', client_id: null }
            : { subject_kind: 'person', client_id: survivor };
        const follow = { do: 'follow', subject_id: survivor, ...subject } as unknown as Command;
        await tell(
          kernel,
          desk,
          runs,
          (await allRunsOf(desk, absorbed)).map((id) => ({ id, command: follow })),
          actId,
        );
      }
    },
  },
  {
    // Each side gets back what it had (PE-77): the runs that followed, and those that ended because of the merge.
    on: /^merge\.reversed$/,
    do: async (kernel, desk, events) => {
      for (const event of events) await takeRunsBack(kernel, desk, idOf(event.root));
    },
  },
  {
    // A deactivated member's open tasks and runs go to the successor, or need an owner (WF-124, PL-30).
    on: /^member\.deactivated$/,
    do: async (kernel, desk, events) => {
      for (const event of events) {
        const member = idOf(event.thing);
        const successor = (event.facts.successor_id?.[1] ?? null) as Id | null;
        // Roles go first, so that what they give is already the successor's (PE-46).
        const successors = Object.fromEntries(ROLES.map((role) => [role, successor]));
        await handOver({ kernel, room: persons, caller: caller() }, desk, { member, successors, move_tasks: true });
        const open = await runsWith(desk, member);
        await tell(
          kernel,
          desk,
          runs,
          open.map((id) => ({ id, command: { do: 'member_left', member, successor } })),
        );
      }
    },
  },
  {
    // Its 30 days are over: what records kept under a deleted field goes (PE-64).
    on: /^custom_field\.forgotten$/,
    do: (_kernel, desk, events) =>
      forgetValues(
        desk,
        events.map(({ root }) => idOf(root)),
      ),
  },
  {
    // Working days, holidays, time zone, send hour, or who stands in for whom: every open run looks at its dates and people
    // at its next wake, which is now (WF-41, WF-131).
    on: /^(practice\.changed|holiday\.(added|renamed|struck_out|restored)|delegation\.(set|ended|undone))$/,
    do: async (_kernel, desk) => wakeAll(desk),
  },
  {
    // 07:30 is another instant where the time zone changed, and another day where the days off did (PL-125).
    on: /^(practice\.(founded|changed)|holiday\..+)$/,
    do: (_kernel, desk) => setDigest(desk),
  },
  {
    // The triggers of a new version get their state, off until somebody turns them on (WF-166).
    on: /^workflow_version\.made$/,
    do: async (kernel, desk, events) => {
      for (const event of events) await tell(kernel, desk, triggers, await followed(desk, event));
    },
  },
  {
    // Nothing is made up for that happened while the workflow was off (WF-9).
    on: /^workflow\.turned_on$/,
    do: async (kernel, desk, events) => tell(kernel, desk, triggers, await begunAnew(desk, events)),
  },
  {
    // Replaced before anybody worked on its renewal: the renewal is not needed (WF-168).
    on: /^authorization\.(added|renewed|changed|approved)$/,
    do: async (kernel, desk, events) => {
      const needless = await needlessRenewals(desk, events);
      await tell(
        kernel,
        desk,
        runs,
        needless.map((id) => ({ id, command: { do: 'stop', reason: 'replaced' } })),
      );
    },
  },
  {
    // Whose dates and who takes part may have changed: their series look now (CA-16, CA-26, CA-39 … CA-41, CA-44).
    on: HEARD_BY_SERIES,
    do: (kernel, desk, events, _acts, by) => hearForSeries(kernel, desk, events, by),
  },
  {
    // What workflows wait for (WF-166). Last, so that what starts finds everything else done.
    on: HEARD,
    do: (kernel, desk, events, _acts, by) => hear({ kernel, launches, triggers, subjects }, desk, events, by),
  },
];
