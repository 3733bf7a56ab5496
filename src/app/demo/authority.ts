import { type Id, newId } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Command } from '#kernel/decision/model.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { authorizations } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

interface Held {
  clients: readonly Id[];
  prospects: readonly Id[];
}

/** What the demo practice may do for whom: in force, about to run out, run out, pending, and one prepared for a prospect. */
export const authority = async (making: Making, { clients, prospects }: Held, today: PlainDate): Promise<void> => {
  const { dice } = making;
  const from = (days: number): PlainDate => addDays(today, days);
  const toAct = clients
    .filter(() => dice.chance(0.3))
    .map((client, i) => ({
      client,
      kind: 'authority to act',
      granted_by: 'The tax office',
      ...(dice.chance(0.2)
        ? { state: 'pending' }
        : { state: 'approved', number: `ATA-${1_000 + i}`, valid_from: from(-200 - dice.whole(300)) }),
    }));
  const funded = clients.slice(0, 6).map((client, i) => ({
    client,
    kind: 'funding approval',
    granted_by: 'Regional fund',
    state: 'approved',
    number: `RF-${200 + i}`,
    valid_from: from(-365 + 20 * i),
    valid_to: from(-30 + 25 * i),
    lines: [{ code: 'ADVICE', measure: 'hours', increment: null, frequency: 'each year', total: String(20 + 5 * i) }],
  }));
  const prepared = prospects.slice(0, 1).map((client) => ({ client, kind: 'engagement', state: 'pending' }));
  await decideAll(
    making,
    authorizations as AnyRoom,
    [...toAct, ...funded, ...prepared].map((fields) => ({
      id: newId(),
      command: { do: 'add', ...fields } as unknown as Command,
    })),
  );
};
