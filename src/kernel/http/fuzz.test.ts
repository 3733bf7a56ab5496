import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { LONG } from '#kernel/loop/testing.ts';
import { contract, v1 } from '../../app/contract.ts';
import { testPlace, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { frame } from './frame.ts';
import { hostileQuery, listsOf } from './testing-fuzz.ts';

const house = useTestHouse();

test('PL-S16 no list of the product answers a fuzz of its parameters with a fault', async () => {
  const practice = await testPractice(house.kernel);
  const place = testPlace(practice, testWho('Owner'));
  let fault: unknown = null;
  const app = frame({
    kernel: house.kernel,
    publicUrl: 'http://localhost:4300',
    authenticate: async () => place,
    onFault: (error) => {
      fault = error;
    },
  });
  app.route('/api/v1', v1(house.house));
  const lists = listsOf(contract(house.house)).filter(({ names }) => names.length);
  expect(lists.length).toBeGreaterThan(3);
  for (const { path, names } of lists)
    await fc.assert(
      fc.asyncProperty(hostileQuery(names), async (query) => {
        const at = `/api/v1${path.replaceAll(/\{\w+\}/g, newId())}?${query}`;
        const { status } = await app.request(at);
        expect(status, `${at}: ${fault}`).toBeLessThan(500);
      }),
      // The short form is the same each time; the long one looks elsewhere each time, and prints its seed.
      LONG ? { numRuns: 2000 } : { numRuns: 60, seed: 1 },
    );
}, 600_000);
