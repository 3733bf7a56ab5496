import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { plansOf } from '#kernel/database/testing-plans.ts';
import { testPractice, useTestHouse } from '../../app/testing.ts';
import type { Message } from './model.ts';
import { standBehind } from './store.ts';

const house = useTestHouse();

test('ME-57 PL-120 who stands before a message is looked for by its address, though all that wait were fewer to look at', async () => {
  const practice = await testPractice(house.kernel);
  const [plan] = await inPractice(house.kernel.db, practice, (desk) =>
    plansOf(desk, (explained) => standBehind(explained, [{ id: newId() } as Message])),
  );
  expect(plan).toMatch(
    /using message_address on message o.*\n\s+Index Cond: .*channel = m.channel.*address = m.address/,
  );
});
