import { describe, expect, test } from 'vitest';
import { blankItem } from './blank.ts';
import type { ItemCommand, ItemState } from './model.ts';
import { newItem } from './model.ts';
import { maySee } from './rights.ts';
import { decide } from './rules.ts';
import { itemsRoom } from './store.ts';
import {
  ADD,
  act,
  added,
  after,
  around,
  codeOf,
  contextAt,
  itemIn,
  MONDAY,
  seconds,
  toldIn,
  toldTo,
  undoOf,
  verbsOf,
  who,
} from './testing.ts';

const room = itemsRoom({
  clients: async () => new Map(),
  documents: async () => new Map(),
  readable: async () => new Set(),
});
const takenBack = (state: ItemState, command: ReturnType<typeof undoOf>, by: string, now = MONDAY) =>
  room.undo!(state, command, contextAt(now, who(by)));

describe('added by hand', () => {
  test('IN-5 it is Outstanding, and nobody can ask for another status', () => {
    expect(added().item).toMatchObject({ status: 'outstanding', origin: 'manual', number: 1, priority: 'normal' });
    expect(newItem.safeParse({ subject: 'x', status: 'completed' }).success).toBe(false);
  });

  test('IN-10 whoever reads the inbox may add, a viewer too; whoever does not, may not', () => {
    for (const by of ['olga', 'mark', 'anna', 'carl', 'vera']) expect(added(by).item.status).toBe('outstanding');
    const stranger = who('anna', { levels: { ...who('anna').levels, inbox: 'none' } });
    const state = { item: blankItem('one', 'member:anna'), notes: [], around: around() };
    expect(codeOf(decide(state, ADD, contextAt(MONDAY, stranger)))).toBe('not_found');
  });

  test('IN-9 a blank subject, and text over a limit, is refused at its field and never cut', () => {
    for (const [field, value] of [
      ['subject', '   '],
      ['subject', 'x'.repeat(301)],
      ['details', 'x'.repeat(50_001)],
      ['note', 'x'.repeat(10_001)],
      ['contact', { email: 'nobody' }],
      ['due_on', '2026-02-30'],
    ] as const) {
      const read = newItem.safeParse({ subject: 'Lease', [field]: value });
      expect([field, read.success]).toEqual([field, false]);
      expect(read.error!.issues[0]!.path[0]).toBe(field);
    }
  });

  test('IN-9 IN-144 every field that names what is not there is told at once', () => {
    const state = { item: blankItem('one', 'member:anna'), notes: [], around: around() };
    const { decision } = act(
      state,
      { ...ADD, client_id: 'gone', assignee_id: 'vera', watcher_ids: ['anna', 'gone'] },
      'anna',
    );
    expect(decision).toMatchObject({
      kind: 'invalid',
      errors: [
        { pointer: '/client_id', code: 'no_such_client' },
        {
          pointer: '/assignee_id',
          code: 'cannot_act',
          detail: 'Vera may not change the inbox, so nothing can be given to them.',
        },
        { pointer: '/watcher_ids/1', code: 'not_active' },
      ],
    });
  });

  test('IN-9 IN-172 it may come with an assignee, who is told, and a note', () => {
    const state = { item: blankItem('one', 'member:anna'), notes: [], around: around() };
    const { decision, state: made } = act(state, { ...ADD, assignee_id: 'ben', note: 'Please today' }, 'anna');
    expect(verbsOf(decision)).toEqual(['item.added', 'item_note.written']);
    expect(toldTo(decision)).toEqual(['ben']);
    expect(made.notes).toMatchObject([{ body: 'Please today', author: 'member:anna' }]);
  });
});

describe('statuses', () => {
  test('IN-30 the status it has already changes nothing and tells nothing', () => {
    for (const status of ['outstanding', 'in_progress', 'approved', 'completed'] as const) {
      const { decision } = act(itemIn(status), { do: 'set_status', status });
      expect(decision).toEqual({ yes: true, events: [], effects: [] });
    }
  });

  test('IN-27 nothing is completed but by a person: no timer, reaction or rule', () => {
    expect(codeOf(act(itemIn('approved'), { do: 'set_status', status: 'completed' }, 'reactions').decision)).toBe(
      'by_hand_only',
    );
    expect(act(itemIn('approved'), { do: 'set_status', status: 'completed' }, 'mark').state.item.status).toBe(
      'completed',
    );
  });

  test('IN-26 IN-28 IN-29 what was not approved may be completed, and its decision stays to be seen', () => {
    const { state } = act(itemIn('not_approved'), { do: 'set_status', status: 'completed' });
    expect(state.item).toMatchObject({ status: 'completed', decision: 'not_approved', completed_by: 'member:mark' });
  });

  test('IN-130 IN-131 deleted and restored, it is back in its tab with its decision', () => {
    const gone = act(itemIn('approved'), { do: 'delete' });
    expect(verbsOf(gone.decision)).toEqual(['item.deleted']);
    expect(codeOf(act(gone.state, { do: 'set_status', status: 'completed' }).decision)).toBe('not_found');
    const { item } = act(gone.state, { do: 'restore' }).state;
    expect(item).toEqual(itemIn('approved').item);
    expect(codeOf(act(itemIn('approved'), { do: 'delete' }, 'anna').decision)).toBe('not_allowed');
  });
});

describe('decisions', () => {
  const approve = (by = 'mark') =>
    act(itemIn('in_progress'), { do: 'decide', value: 'approved', instructions: 'By post' }, by);

  test('IN-104 within ten seconds whoever decided takes it back, and it stands where it stood', () => {
    const { decision, state } = approve();
    expect(state.item).toMatchObject({ status: 'approved', final_at: seconds(10), instructions: 'By post' });
    const back = act(state, { do: 'take_back' }, 'mark', seconds(9));
    expect(back.state.item).toMatchObject({
      status: 'in_progress',
      decision: null,
      decided_by: null,
      instructions: null,
    });
    expect(codeOf(act(state, { do: 'take_back' }, 'mark', seconds(11)).decision)).toBe('decision_is_final');
    expect(codeOf(act(state, { do: 'take_back' }, 'olga', seconds(3)).decision)).toBe('decision_is_final');
    const undone = takenBack(state, undoOf(decision), 'mark', seconds(9));
    expect(after(state, undone).item).toMatchObject({ status: 'in_progress', decision: null });
    expect(codeOf(takenBack(state, undoOf(decision), 'mark', seconds(11)))).toBe('decision_is_final');
  });

  test('IN-104 every other way is closed from the first instant, and what came after keeps the decision', () => {
    const { state } = approve();
    expect(codeOf(act(state, { do: 'set_status', status: 'outstanding' }, 'mark', seconds(1)).decision)).toBe(
      'decision_is_final',
    );
    const done = act(state, { do: 'set_status', status: 'completed' }, 'mark', seconds(2)).state;
    expect(codeOf(act(done, { do: 'take_back' }, 'mark', seconds(3)).decision)).toBe('moved_on');
  });

  test('IN-104 IN-172 IN-173 those it concerns are told when it is final, not before, and not who decided', () => {
    const { decision, state } = approve();
    expect(toldTo(decision)).toEqual([]);
    expect(decision).toMatchObject({ effects: [{ do: 'wake', room: 'item', at: seconds(10) }] });
    const early = act(state, { do: 'wake' }, 'timer', seconds(9));
    expect(verbsOf(early.decision)).toEqual([]);
    const final = act(state, { do: 'wake' }, 'timer', seconds(10));
    expect(verbsOf(final.decision)).toEqual(['item.decision_final']);
    expect(toldTo(final.decision)).toEqual(['anna']);
    expect(verbsOf(act(final.state, { do: 'wake' }, 'timer', seconds(11)).decision)).toEqual([]);
  });

  test('IN-104 with no grace it is final at once and told at once', () => {
    const state = { ...itemIn('outstanding'), around: around({ grace_seconds: 0 }) };
    const { decision, state: decided } = act(state, { do: 'decide', value: 'not_approved' });
    expect(toldTo(decision)).toEqual(['anna']);
    expect(decided.item).toMatchObject({ decision_final: true });
    expect(codeOf(act(decided, { do: 'take_back' }).decision)).toBe('decision_is_final');
  });
});

describe('holds', () => {
  const hold = { do: 'hold', why: 'the bank’s letter', until: '2026-11-25' } as const;

  test('IN-14 it waits without changing its status, a document too; on its day it waits no longer and the assignee hears', () => {
    const held = act(itemIn('outstanding', 'document', { assignee_id: 'ben' }), hold);
    expect(held.state.item).toMatchObject({ status: 'outstanding', hold_why: 'the bank’s letter' });
    const at = '2026-11-24T13:00:00.000Z';
    expect(held.decision).toMatchObject({ effects: [{ do: 'wake', room: 'item', at }] });
    expect(verbsOf(act(held.state, { do: 'wake' }, 'timer', '2026-11-24T12:59:59.000Z').decision)).toEqual([]);
    const ended = act(held.state, { do: 'wake' }, 'timer', at);
    expect(ended.state.item).toMatchObject({ status: 'outstanding', hold_why: null, hold_until: null });
    expect(toldTo(ended.decision)).toEqual(['ben']);
  });

  test('IN-14 only what is open waits, and only for a day to come', () => {
    expect(codeOf(act(itemIn('approved'), hold).decision)).toBe('not_open');
    expect(act(itemIn('outstanding'), { ...hold, until: '2026-11-23' }).decision).toMatchObject({
      errors: [{ pointer: '/until' }],
    });
    const released = act(act(itemIn('outstanding'), hold).state, { do: 'release' });
    expect(released.state.item.hold_why).toBeNull();
    expect(released.decision).toMatchObject({ effects: [{ do: 'sleep' }] });
  });
});

describe('who may', () => {
  test('IN-140 write is not enough: it must be theirs, theirs by delegation, or anybody’s for who may update all', () => {
    const status = { do: 'set_status', status: 'in_progress' } as const;
    const bens = itemIn('outstanding', 'manual', { assignee_id: 'ben' });
    expect(codeOf(act(bens, status, 'ben').decision)).toBeNull();
    expect(codeOf(act(bens, status, 'mark').decision)).toBeNull();
    expect(act(bens, status, 'anna').decision).toMatchObject({
      kind: 'not_allowed',
      code: 'not_yours',
      because: '#9 is given to Ben. Ask Ben, or have it given to you.',
    });
    expect(codeOf(act(bens, status, 'vera').decision)).toBe('not_allowed');
    expect(codeOf(act(bens, status, 'carl').decision)).toBe('not_found');
  });

  test('IN-147 a deputy does on the member’s items what the delegation covers, in the member’s name', () => {
    const bens = itemIn('outstanding', 'manual', { assignee_id: 'ben' });
    const decided = (covers: 'all' | 'decision' | 'task') =>
      decide(
        bens,
        { do: 'decide', value: 'approved' },
        contextAt(MONDAY, who('anna', { deputy_for: ['ben'], deputy_covers: { ben: covers } })),
      );
    for (const covers of ['all', 'decision'] as const) {
      const decision = decided(covers);
      expect(decision).toMatchObject({ events: [{ for_member: 'ben' }] });
      expect(after(bens, decision).item).toMatchObject({
        decided_by: 'member:anna',
        decided_for: 'ben',
        assignee_id: 'ben',
      });
    }
    expect(codeOf(decided('task'))).toBe('not_yours');
  });

  test('IN-15 a confidential item is as absent but for Owner, Admin and those it concerns', () => {
    const secret = itemIn('outstanding', 'manual', {
      confidential: true,
      created_by: 'member:anna',
      assignee_id: 'ben',
      watcher_ids: ['carl'],
    });
    const sees = (by: string) => maySee(secret, who(by)) === null;
    expect(
      Object.fromEntries(['olga', 'adam', 'mark', 'anna', 'ben', 'carl', 'vera'].map((by) => [by, sees(by)])),
    ).toEqual({
      olga: true,
      adam: true,
      mark: false,
      anna: true,
      ben: true,
      carl: true,
      vera: false,
    });
  });

  test('IN-142 its maker corrects words while nobody has it; other fields, and later, they do not', () => {
    const fresh = added('vera');
    expect(codeOf(act(fresh, { do: 'change', subject: 'Lease, corrected' }, 'vera').decision)).toBeNull();
    expect(codeOf(act(fresh, { do: 'change', priority: 'high' }, 'vera').decision)).toBe('not_allowed');
    expect(codeOf(act(added('anna', { assignee_id: 'ben' }), { do: 'change', subject: 'x' }, 'anna').decision)).toBe(
      'not_yours',
    );
  });

  test('IN-144 an assignee passes it on with a note; who cannot act in the inbox is given nothing', () => {
    const bens = itemIn('outstanding', 'manual', { assignee_id: 'ben' });
    const { decision, state } = act(bens, { do: 'assign', assignee_id: 'anna', note: 'You know them' }, 'ben');
    expect(verbsOf(decision)).toEqual(['item.assigned', 'item_note.written']);
    expect([state.item.assignee_id, toldTo(decision)]).toEqual(['anna', ['anna']]);
    expect(codeOf(act(bens, { do: 'assign', assignee_id: 'vera' }, 'ben').decision)).toBe('cannot_act');
    expect(codeOf(act(bens, { do: 'assign', assignee_id: 'anna' }, 'anna').decision)).toBe('not_yours');
  });

  test('IN-145 the first who takes it has it, the second hears the name', () => {
    const first = act(itemIn('outstanding', 'email'), { do: 'take' }, 'anna');
    expect(first.state.item.assignee_id).toBe('anna');
    expect(act(first.state, { do: 'take' }, 'ben').decision).toMatchObject({
      code: 'taken',
      because: '#9 was taken by Anna.',
    });
    expect(codeOf(act(itemIn('completed'), { do: 'take' }, 'ben').decision)).toBe('not_open');
  });
});

describe('again', () => {
  test('IN-135 what was decided or completed is submitted again as a new item; the old one stays as it is', () => {
    const old = itemIn('not_approved', 'document', { assignee_id: 'ben', details: 'Rent 4310' }).item;
    const state: ItemState = {
      item: blankItem('two', 'member:mark'),
      notes: [],
      around: around({ of: old, next_number: 52 }),
    };
    const { decision, state: made } = act(state, { do: 'resubmit', of: old.id }, 'mark');
    expect(made.item).toMatchObject({
      number: 52,
      origin: 'document',
      status: 'outstanding',
      resubmission_of: old.id,
      subject: 'Lease',
      details: 'Rent 4310',
      decision: null,
    });
    expect(decision).toMatchObject({ events: [{ verb: 'item.resubmitted', thing: 'item:two' }] });
    const open = { ...state, around: around({ of: itemIn('outstanding').item }) };
    expect(codeOf(act(open, { do: 'resubmit', of: 'one' }, 'mark').decision)).toBe('not_decided');
    expect(codeOf(act(state, { do: 'resubmit', of: old.id }, 'anna').decision)).toBe('not_yours');
  });

  test('IN-137 once at a time', () => {
    const taken_up = { id: 'x', number: 52 };
    const state = {
      item: blankItem('two', 'member:mark'),
      notes: [],
      around: around({ of: itemIn('approved').item, taken_up }),
    };
    expect(act(state, { do: 'resubmit', of: 'one' }).decision).toMatchObject({
      code: 'already_resubmitted',
      facts: taken_up,
    });
  });
});

describe('notes', () => {
  test('IN-150 the author changes a note for fifteen minutes, nobody else and no longer; the earlier text stays', () => {
    const { state } = act(itemIn('outstanding'), { do: 'note', body: 'Called them', mentions: [] }, 'anna');
    const note = state.notes[0]!.id;
    const edit = (by: string, at: string) =>
      act(state, { do: 'change_note', note, body: 'Called them twice' }, by, at).decision;
    expect(edit('anna', seconds(14 * 60))).toMatchObject({
      events: [{ facts: { body: ['Called them', 'Called them twice'] } }],
    });
    expect(codeOf(edit('anna', seconds(15 * 60)))).toBe('too_late');
    expect(codeOf(edit('mark', seconds(1)))).toBe('not_yours');
  });

  test('IN-150 IN-151 a note is taken back for fifteen minutes, by a viewer too, and put there again for as long', () => {
    const written = act(itemIn('outstanding'), { do: 'note', body: 'To the wrong item', mentions: [] }, 'vera');
    const note = written.state.notes[0]!.id;
    const back = takenBack(written.state, undoOf(written.decision), 'vera', seconds(60));
    expect(back).toMatchObject({ events: [{ verb: 'item_note.undone', facts: { deleted_at: [null, seconds(60)] } }] });
    const gone = after(written.state, back);
    const edit: ItemCommand = { do: 'change_note', note, body: 'Other' };
    expect(codeOf(act(gone, edit, 'vera', seconds(61)).decision)).toBe('not_found');
    const again = takenBack(gone, undoOf(back), 'vera', seconds(120));
    expect(after(gone, again).notes[0]!.deleted_at).toBeNull();
    expect(codeOf(takenBack(written.state, undoOf(written.decision), 'vera', seconds(15 * 60)))).toBe('too_late');
    expect(codeOf(takenBack(gone, undoOf(back), 'vera', seconds(15 * 60)))).toBe('too_late');
  });

  test('IN-150 a note that was changed since is not taken back, nor one of an item that may not be seen', () => {
    const written = act(itemIn('outstanding'), { do: 'note', body: 'Called', mentions: [] }, 'anna');
    const note = written.state.notes[0]!.id;
    const changed = act(written.state, { do: 'change_note', note, body: 'Called twice' }, 'anna', seconds(1)).state;
    expect(codeOf(takenBack(changed, undoOf(written.decision), 'anna', seconds(2)))).toBe('moved_on');
    const secret = { ...written.state, item: { ...written.state.item, confidential: true } };
    expect(codeOf(takenBack(secret, undoOf(written.decision), 'carl', seconds(2)))).toBe('not_found');
  });

  test('IN-150 whoever is mentioned is told, and must be able to see it', () => {
    const { decision } = act(itemIn('outstanding'), { do: 'note', body: '@Ben', mentions: ['ben'] }, 'anna');
    expect(toldTo(decision)).toEqual(['ben']);
    const secret = itemIn('outstanding', 'manual', { confidential: true });
    expect(act(secret, { do: 'note', body: '@Ben', mentions: ['ben'] }, 'anna').decision).toMatchObject({
      errors: [{ pointer: '/mentions', code: 'cannot_see' }],
    });
  });

  test('IN-171 of a confidential item a notice says the number and no word of it, of its notes or of its instructions', () => {
    const secret = itemIn('outstanding', 'manual', { confidential: true, assignee_id: 'mark' });
    const given = act(secret, { do: 'assign', assignee_id: 'ben', note: 'the settlement' }, 'olga');
    expect(toldIn(given.decision)).toEqual(['ben item.assigned #9 was given to you']);
    const open = act(itemIn('outstanding'), { do: 'assign', assignee_id: 'ben', note: 'the keys' }, 'olga');
    expect(toldIn(open.decision)).toEqual(['ben item.assigned #9 «Lease» was given to you: the keys']);
    const now = { ...secret, around: around({ grace_seconds: 0 }) };
    const decided = act(now, { do: 'decide', value: 'approved', instructions: 'pay them' }, 'olga');
    expect(toldIn(decided.decision)).toEqual([
      'anna item.instructed #9 is Approved',
      'mark item.decided #9 is Approved',
    ]);
  });

  test('IN-110 IN-172 whoever prepared it is told of a decision, and of its instructions, whoever else it concerns', () => {
    const document = { id: 'd', prepared_by: 'member:ben', preparer: 'ben', four_eyes: false } as const;
    const state = {
      ...itemIn('outstanding', 'document', {
        assignee_id: 'mark',
        watcher_ids: ['vera'],
        created_by: 'system:reactions',
      }),
      around: around({ grace_seconds: 0, document }),
    };
    const told = (instructions?: string) =>
      toldIn(act(state, { do: 'decide', value: 'not_approved', instructions }, 'mark').decision);
    expect(told()).toEqual([
      'ben item.decided #9 «Lease» is Not approved',
      'vera item.decided #9 «Lease» is Not approved',
    ]);
    expect(told('Ask for the invoice')[0]).toBe('ben item.instructed #9 «Lease» is Not approved: Ask for the invoice');
  });

  test('IN-147 IN-172 a deputy is told what the absent member is, within what it covers, and not of their own act', () => {
    const standing = (covers: 'all' | 'decision' | 'task', active = true) => {
      const members = around().members.map((one) =>
        one.id === 'ben' ? { ...one, deputy: { id: 'anna', covers } } : one.id === 'anna' ? { ...one, active } : one,
      );
      return around({ members, grace_seconds: 0 });
    };
    const ask = (deputies: ReturnType<typeof around>) => {
      const state = { item: blankItem('one', 'system:reactions'), notes: [], around: deputies };
      const command = { do: 'ask', document: 'd', subject: 'Lease', client_id: 'c', assignee_id: 'ben' } as const;
      return toldIn(act(state, command, 'mark').decision);
    };
    const own = 'ben item.asked #1 «Lease» waits for your approval';
    expect(ask(standing('decision'))).toEqual([own, 'anna item.asked For Ben: #1 «Lease» waits for Ben’s approval']);
    expect(ask(standing('task'))).toEqual([own]);
    expect(ask(standing('all', false))).toEqual([own]);
    const bens = { ...itemIn('outstanding', 'manual', { assignee_id: 'ben' }), around: standing('all') };
    const decided = decide(
      bens,
      { do: 'decide', value: 'approved' },
      contextAt(MONDAY, who('anna', { deputy_for: ['ben'] })),
    );
    expect(toldIn(decided)).toEqual(['ben item.decided #9 «Lease» is Approved']);
  });
});

describe('undo', () => {
  test('IN-32 a change is taken back by its own opposite; what was built on it stands in the way', () => {
    const { decision, state } = act(itemIn('outstanding'), { do: 'set_status', status: 'in_progress' });
    const undone = takenBack(state, undoOf(decision), 'mark');
    expect(after(state, undone).item.status).toBe('outstanding');
    const moved = act(state, { do: 'set_status', status: 'completed' }).state;
    expect(codeOf(takenBack(moved, undoOf(decision), 'mark'))).toBe('moved_on');
  });
});

describe('mail', () => {
  const MAIL: Extract<ItemCommand, { do: 'take_in' }> = {
    do: 'take_in',
    origin: 'email',
    subject: 'Lease',
    client_id: null,
    category_id: null,
    contact: { email: 'a@bay.example' },
    assignee_id: null,
    marks: [],
    follows: null,
    may_follow: null,
    due_on: null,
    tags: [],
    triaged: [],
    source: {
      arrival_id: 'a',
      from: 'a@bay.example',
      name: '',
      received_at: MONDAY,
      verdict: 'not_checked',
      checks: null,
      tag: null,
    },
  };
  const fresh = (): ItemState => ({ item: blankItem('two', 'system:mail'), notes: [], around: around() });

  test('IN-5 IN-40 a mail becomes an item in Outstanding, once; whoever may not write makes none', () => {
    const made = act(fresh(), MAIL, 'mail');
    expect(made.state.item).toMatchObject({ origin: 'email', status: 'outstanding', number: 1, source: MAIL.source });
    expect(act({ ...made.state, item: { ...made.state.item, version: 1 } }, MAIL, 'mail').decision).toMatchObject({
      events: [],
    });
    expect(codeOf(act(fresh(), MAIL, 'vera').decision)).toBe('not_allowed');
  });

  test.each(['outstanding', 'in_progress'] as const)(
    'IN-64 IN-66 a mail about it marks an item that is %s, tells who has it, and changes no status',
    (status) => {
      const heard = act(
        itemIn(status, 'manual', { assignee_id: 'anna', watcher_ids: ['ben'] }),
        { do: 'hear', marks: [], quiet: false, tells: true },
        'mail',
      );
      expect(heard.state.item).toMatchObject({ status, marks: ['reply_received'] });
      expect(toldTo(heard.decision)).toEqual(['anna', 'ben']);
      expect(act(heard.state, { do: 'hear', marks: [], quiet: false, tells: true }, 'mail').state.item.marks).toEqual([
        'reply_received',
      ]);
    },
  );

  test('IN-64 the mark goes with the first thing that a member does with it', () => {
    const { state } = act(itemIn('outstanding', 'email'), { do: 'hear', marks: [], quiet: false, tells: true }, 'mail');
    const done = act(state, { do: 'set_status', status: 'completed' });
    expect(done.state.item).toMatchObject({ status: 'completed', marks: [] });
    expect(done.decision).toMatchObject({ events: [{ facts: { marks: [['reply_received'], []] } }] });
  });

  test('IN-72 IN-75 what a machine sends by itself marks nothing, and a storm of mails tells nobody; both stand in the timeline', () => {
    const state = itemIn('outstanding', 'email', { assignee_id: 'anna' });
    const quiet = act(state, { do: 'hear', marks: [], quiet: true, tells: false }, 'mail');
    expect([quiet.state.item.marks, toldTo(quiet.decision)]).toEqual([[], []]);
    const storm = act(state, { do: 'hear', marks: ['new_sender'], quiet: false, tells: false }, 'mail');
    expect([storm.state.item.marks, toldTo(storm.decision)]).toEqual([['reply_received', 'new_sender'], []]);
    for (const { decision } of [quiet, storm])
      expect(decision).toMatchObject({ events: [{ verb: 'item.mail_added' }] });
  });

  test('IN-152 a mail about an item needs the right to change it and to send; it changes no status, in whatever status it is', () => {
    const write: ItemCommand = { do: 'write', to: 'a@bay.example' };
    for (const status of ['outstanding', 'approved', 'completed'] as const) {
      const wrote = act(itemIn(status, 'email', { assignee_id: 'anna', marks: ['reply_received'] }), write, 'anna');
      expect(wrote.state.item).toMatchObject({ status, marks: [] });
      expect(wrote.decision).toMatchObject({ events: [{ verb: 'item.written' }] });
    }
    expect(codeOf(act(itemIn('outstanding', 'email', { assignee_id: 'anna' }), write, 'ben').decision)).toBe(
      'not_yours',
    );
    expect(codeOf(act(itemIn('outstanding', 'email'), write, 'vera').decision)).toBe('not_allowed');
  });

  test('IN-73 who has the item and who wrote are told of a mail that came back, and nobody of one that was taken back by hand', () => {
    const state = itemIn('outstanding', 'email', { assignee_id: 'anna' });
    const news = { do: 'mail_failed' as const, to: 'a@bay.example', because: '5.1.1 No such user', author_id: 'ben' };
    const back = act(state, { ...news, verb: 'bounced' }, 'messages');
    expect([back.state.item.status, toldTo(back.decision)]).toEqual(['outstanding', ['anna', 'ben']]);
    expect(toldTo(act(state, { ...news, verb: 'recalled' }, 'messages').decision)).toEqual([]);
  });
});
