import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { at, doTo, LONG, makeSome, readEvents, readNotes, useNotes } from '#kernel/loop/testing.ts';
import { type Note, type NoteCommand, notes } from '#kernel/loop/testing-room.ts';
import { testPlace, testPractice, testWho } from '../../app/testing.ts';
import { undoActs, undoEvent } from './undo.ts';

const house = useNotes();

const aNote = async (note: Partial<Note> = { title: 'before' }) => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-07-01T09:00:00.000Z' });
  const place = testPlace(practice);
  const id = newId();
  const made = await doTo(house.kernel, place, id, { do: 'make', title: 'note', ...note } as NoteCommand);
  if (!made.yes) throw new Error(made.because);
  const last = async () =>
    (await readEvents(house.kernel, practice)).findLast(({ verb }) => !verb.endsWith('.refused'))!;
  const row = async () => (await readNotes(house.kernel, practice)).find((one) => one.id === id)!;
  return {
    practice,
    place,
    id,
    last,
    row,
    undo: async (event?: Id) => undoEvent(house.kernel, place, event ?? (await last()).id),
  };
};

describe('PL-74 taking back', () => {
  test('PL-74 is a new event that names the old one, with the facts the other way round; history keeps both', async () => {
    const { practice, place, id, last, row, undo } = await aNote();
    await doTo(house.kernel, place, id, { do: 'rename', title: 'after' });
    const renamed = await last();
    expect((await undo()).yes).toBe(true);
    expect(await row()).toMatchObject({ title: 'before', version: 3 });
    expect(await last()).toMatchObject({
      verb: 'note.undone',
      undoes: renamed.id,
      facts: { title: ['after', 'before'] },
    });
    expect((await readEvents(house.kernel, practice)).map(({ verb }) => verb)).toEqual([
      'note.made',
      'note.renamed',
      'note.undone',
    ]);
  });

  test('PL-74 is refused with the fields when the thing moved on, and the refusal is an event', async () => {
    const { practice, place, id, last, row, undo } = await aNote();
    await doTo(house.kernel, place, id, { do: 'rename', title: 'after' });
    const renamed = await last();
    await doTo(house.kernel, place, id, { do: 'rename', title: 'later' });
    const refused = await undo(renamed.id);
    expect(refused).toMatchObject({ yes: false, code: 'moved_on' });
    expect(!refused.yes && refused.because).toContain('(title)');
    expect((await row()).title).toBe('later');
    expect((await readEvents(house.kernel, practice)).at(-1)).toMatchObject({
      verb: 'note.refused',
      facts: { command: [null, 'undo'], code: [null, 'moved_on'] },
    });
  });

  test('PL-74 what an act made is marked deleted, unless something was built on it', async () => {
    const { last, row, undo } = await aNote();
    const made = await last();
    expect((await undo()).yes).toBe(true);
    expect((await row()).deleted_at).toBe('2026-07-01T09:00:00.000Z');
    const again = await aNote();
    const born = await again.last();
    await doTo(house.kernel, again.place, again.id, { do: 'rename', title: 'built' });
    expect(await again.undo(born.id)).toMatchObject({ code: 'moved_on' });
    expect(made.verb).toBe('note.made');
  });

  test('WF-151 taking an undo back is doing it again', async () => {
    const { place, id, row, undo } = await aNote();
    await doTo(house.kernel, place, id, { do: 'rename', title: 'after' });
    await undo();
    await undo();
    expect((await row()).title).toBe('after');
    await undo();
    expect((await row()).title).toBe('before');
  });

  test('PL-74 once only, also by two at the same instant', async () => {
    const { place, id, last, row, undo } = await aNote();
    await doTo(house.kernel, place, id, { do: 'add', n: 5 });
    const { id: event } = await last();
    const both = await Promise.all([undo(event), undo(event)]);
    expect(both.map(({ yes }) => yes).toSorted()).toEqual([false, true]);
    expect(await undo(event)).toMatchObject({ code: 'already_undone' });
    expect((await row()).count).toBe(0);
  });

  test('PL-74 not after its time, not what has none, not what is not there', async () => {
    const { practice, place, id, last, undo } = await aNote();
    await doTo(house.kernel, place, id, { do: 'rename', title: 'locked' });
    const { id: event } = await last();
    await doTo(house.kernel, place, id, { do: 'rename', title: 'x' });
    const refusal = (await readEvents(house.kernel, practice)).at(-1)!;
    expect(await undo(refusal.id)).toMatchObject({ kind: 'not_found' });
    expect(await undo(newId())).toMatchObject({ kind: 'not_found' });
    const late = await at(house.kernel, practice, async (desk) => {
      const [only] = await undoActs(house.kernel, { ...desk, now: '2026-08-01T09:00:00.000Z' }, place.caller, [
        (await last()).act_id,
      ]).then((m) => [...m.values()]);
      return only;
    });
    expect(late).toMatchObject({ code: 'too_late' });
    expect((await undo(event)).yes).toBe(true);
  });

  test('PL-74 PL-28 by whoever did it or may change everything, and not in another practice', async () => {
    const { place, id, last } = await aNote();
    await doTo(house.kernel, place, id, { do: 'rename', title: 'after' });
    const { id: event } = await last();
    const practice = place.practice_id;
    expect(await undoEvent(house.kernel, testPlace(practice, testWho('Staff')), event)).toMatchObject({
      kind: 'not_allowed',
    });
    const elsewhere = await testPractice(house.kernel);
    expect(await undoEvent(house.kernel, testPlace(elsewhere, testWho('Owner')), event)).toMatchObject({
      kind: 'not_found',
    });
    expect((await undoEvent(house.kernel, testPlace(practice, testWho('Owner')), event)).yes).toBe(true);
  });

  test('PL-102 PL-74 personal values come back from where they stand', async () => {
    const { place, id, last, row, undo } = await aNote({ title: 'note', phone: '1' });
    await doTo(house.kernel, place, id, { do: 'call', phone: '2' });
    await undo();
    expect((await row()).phone).toBe('1');
    expect(await last()).toMatchObject({ facts: {}, private: { phone: ['2', '1'] } });
  });
});

describe('PL-74 an act on several roots', () => {
  /** Each count on the first note counts on the second too, in the same act. */
  const linked = async () => {
    const one = await aNote();
    const [second] = await makeSome(house.kernel, one.practice, [{ title: 'second' }]);
    const kernel: Kernel = {
      ...house.kernel,
      react: async (inner, desk, caller, happened, acts) => {
        if (happened.some(({ verb, thing }) => verb === 'note.counted' && thing === `note:${one.id}`))
          await act(
            inner,
            desk,
            caller,
            notes,
            [{ id: second!, command: { do: 'add', n: 1 } }],
            () => acts.get(one.id)!,
          );
      },
    };
    await doTo(kernel, one.place, one.id, { do: 'add', n: 1 });
    const counted = (await readEvents(house.kernel, one.practice)).filter(({ verb }) => verb === 'note.counted');
    const counts = async () =>
      Object.fromEntries((await readNotes(house.kernel, one.practice)).map(({ title, count }) => [title, count]));
    return { ...one, second: second!, counted, counts };
  };

  test('PL-74 is taken back whole, from whichever of its events', async () => {
    const { counted, counts, undo } = await linked();
    expect(new Set(counted.map(({ act_id }) => act_id)).size).toBe(1);
    expect(await counts()).toEqual({ before: 1, second: 1 });
    expect((await undo(counted[0]!.id)).yes).toBe(true);
    expect(await counts()).toEqual({ before: 0, second: 0 });
  });

  test('PL-74 or not at all, when one of them moved on', async () => {
    const { practice, place, second, counted, counts, undo } = await linked();
    await doTo(house.kernel, place, second, { do: 'add', n: 7 });
    expect(await undo(counted[0]!.id)).toMatchObject({ code: 'moved_on' });
    expect(await counts()).toEqual({ before: 1, second: 8 });
    const told = (await readEvents(house.kernel, practice)).slice(-1);
    expect(told).toMatchObject([{ verb: 'note.refused', facts: { code: [null, 'moved_on'] } }]);
  });

  test('PL-74 among many acts of one transaction each stands or falls alone', async () => {
    const { practice, place, id, second, counted } = await linked();
    const third = newId();
    await doTo(house.kernel, place, third, { do: 'make', title: 'third' });
    await doTo(house.kernel, place, second, { do: 'add', n: 7 });
    await doTo(house.kernel, place, third, { do: 'rename', title: 'x' });
    const events = await readEvents(house.kernel, practice);
    const acts = [counted[0]!.act_id, events.at(-1)!.act_id, newId()];
    const answers = await again(() =>
      at(house.kernel, practice, (desk) => undoActs(house.kernel, desk, place.caller, acts)),
    );
    expect(acts.map((one) => answers.get(one)!.yes)).toEqual([false, true, false]);
    const titles = (await readNotes(house.kernel, practice)).map(({ title, count }) => `${title} ${count}`);
    expect(titles.toSorted()).toEqual(['before 1', 'second 8', 'third 0']);
    expect(id).not.toBe(third);
  });
});

test('PL-R11 undo(do(x)) restores the state, for random commands, newest first', async () => {
  const command: fc.Arbitrary<NoteCommand> = fc.oneof(
    fc.record({ do: fc.constant('rename' as const), title: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ do: fc.constant('add' as const), n: fc.integer({ min: -3, max: 3 }) }),
    fc.record({ do: fc.constant('call' as const), phone: fc.constantFrom('1', '2') }),
    fc.record({ do: fc.constant('arm' as const), at: fc.constant('2027-01-01T00:00:00.000Z'), times: fc.nat(3) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 6 }), async (commands) => {
      const { practice, place, id, row } = await aNote();
      const start = await row();
      for (const one of commands) await doTo(house.kernel, place, id, one);
      const done = (await readEvents(house.kernel, practice)).slice(1);
      for (const event of done.toReversed()) expect((await undoEvent(house.kernel, place, event.id)).yes).toBe(true);
      const { version, ...end } = await row();
      const { version: _, ...begin } = start;
      expect(end).toEqual(begin);
      expect(version).toBe(1 + 2 * done.length);
      expect((await readEvents(house.kernel, practice)).filter(({ undoes }) => undoes)).toHaveLength(done.length);
    }),
    { numRuns: LONG ? 300 : 8 },
  );
}, 300_000);
