import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { useTestHouse } from '../../app/testing.ts';
import { CLIENT, documentsAt, seen } from './testing.ts';

const house = useTestHouse();
const { begin, leftAt } = documentsAt(house);

const practice = async () => {
  const begun = await begin();
  const { owner } = begun;
  const switched = async (bulk_send: boolean) => {
    const { version } = (await owner.api('GET', '/practice')).body;
    const set = await owner.api('PATCH', '/practice', { settings: { inbox: { bulk_send } } }, seen(version));
    expect(set.status, JSON.stringify(set.body)).toBe(200);
  };
  const recipients = async (ids: readonly Id[], by = owner) => by.api('POST', '/item-sendings/recipients', { ids });
  return { ...begun, switched, recipients };
};
interface Row {
  id: Id;
  version: number;
  correspondence_version: number;
  to: string;
}
const rowsOf = (items: readonly Row[]) =>
  items.map(({ id, version, correspondence_version, to }) => ({ id, version, correspondence_version, to }));

test('IN-124 while it is off, which it is at first, nothing is listed and nothing sent; approving many sends nothing', async () => {
  const { process, recipients, owner, item } = await practice();
  const { item_id } = await process();
  expect((await owner.api('GET', '/item-sendings')).body).toMatchObject({ on: false });
  expect((await recipients([item_id])).body.code).toBe('bulk_send_off');
  const row = { id: item_id, version: 1, correspondence_version: 1, to: CLIENT };
  expect((await owner.api('POST', '/item-sendings', { rows: [row] })).body.code).toBe('bulk_send_off');
  const command = { do: 'decide', value: 'approved' };
  expect((await owner.api('POST', '/items/bulk', { command, ids: [item_id] })).body).toMatchObject({ done: 1 });
  expect(await item(item_id)).toMatchObject({ status: 'approved', sending: null, decision: { sent: false } });
});

test('IN-124 IN-107 IN-112 every recipient is listed first, with who gets nothing and why; then each goes by itself and is Approved once it left', async () => {
  const { process, recipients, owner, switched, item, leave, client } = await practice();
  await switched(true);
  const [one, two] = [await process({ title: 'One' }), await process({ title: 'Two' })];
  const by_hand = (await owner.api('POST', '/items', { subject: 'No document' })).body;
  const listed = (await recipients([one.item_id, two.item_id, by_hand.id])).body.items;
  expect(listed).toMatchObject([
    { id: one.item_id, to: CLIENT, client: client.display_name, no: null },
    { id: two.item_id, to: CLIENT, no: null },
    { id: by_hand.id, to: null, no: { code: 'nothing_to_send' } },
  ]);
  expect(await item(one.item_id), 'listing changes nothing').toMatchObject({ status: 'outstanding', sending: null });
  const [first, second] = rowsOf(listed);
  const elsewhere = { ...second!, to: 'somebody@else.example' };
  const sent = await owner.api('POST', '/item-sendings', { rows: [first, elsewhere], instructions: 'Well done' });
  expect(sent.body).toMatchObject({ done: 1, refused: 1, rows: [{ id: one.item_id, ok: true }, { code: 'conflict' }] });
  expect(await item(one.item_id)).toMatchObject({ status: 'outstanding', sending: { by: 'Owen Test' } });
  expect(await item(two.item_id), 'what was not listed gets nothing').toMatchObject({ sending: null });
  await leave(one.item_id);
  expect(await item(one.item_id)).toMatchObject({
    status: 'approved',
    decision: { sent: true, instructions: 'Well done' },
  });
  expect(leftAt().taken).toHaveLength(1);
  expect((await recipients([one.item_id])).body.items).toMatchObject([{ no: { code: 'decision_is_final' } }]);
});
