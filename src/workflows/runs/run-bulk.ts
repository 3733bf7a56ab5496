import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Room } from '#kernel/loop/room.ts';
import { holdBody, moveBody, type RunCommand, reasonBody, releaseBody } from './commands.ts';
import type { RunState } from './model.ts';

/** One verb of a bulk door: the fields of its command, and what is done with it. */
export interface BulkVerb {
  fields: z.ZodRawShape;
  command: BulkCommand;
}

/** Holding, cancelling and giving away in bulk, each row by the rule of the single act (WF-115). */
export const runBulk = (runs: Room<RunState, RunCommand>): Record<string, BulkVerb> => {
  const command = (name: string, title: string, make: (data: Record<string, Json>) => RunCommand): BulkCommand => ({
    name: `run.${name}`,
    room: runs,
    wanted: (id, data) => ({ id, command: make(data as Record<string, Json>) }),
    title: () => title,
  });
  return {
    hold: {
      fields: holdBody.shape,
      command: command('hold', 'Hold runs', ({ reason, until }) => ({
        do: 'hold',
        id: newId(),
        reason: reason as string,
        ...(until ? { until: until as string } : {}),
      })),
    },
    cancel: {
      fields: reasonBody.shape,
      command: command('cancel', 'Cancel runs', ({ reason }) => ({ do: 'cancel', reason: reason as string })),
    },
    release: {
      fields: releaseBody.shape,
      command: command('release', 'Release runs', ({ dates }) => ({
        do: 'release_by_hand',
        dates: dates as 'shift' | 'keep',
      })),
    },
    move: {
      fields: moveBody.shape,
      command: {
        name: 'run.move',
        room: runs,
        wanted: (id, data) => ({ id, command: moveOf(id, data as unknown as z.output<typeof moveBody>) }),
        title: (data) => `Move runs to version ${(data as { to_version: number }).to_version}`,
        // what the move's own event holds, so that the preview is what the act will tell
        difference: ({ events }) =>
          (events.find(({ verb }) => verb === 'run.moved')?.facts.difference?.[1] ?? null) as Record<
            string,
            Json
          > | null,
      },
    },
    assign_owner: {
      fields: { owner: z.uuid() },
      command: command('assign_owner', 'Give runs to another owner', ({ owner }) => ({
        do: 'assign_owner',
        owner: owner as string,
      })),
    },
  };
};

const moveOf = (id: Id, { to_version, also_tasks, seen }: z.output<typeof moveBody>): RunCommand => ({
  do: 'move',
  to_version,
  also_tasks,
  seen: seen?.[id],
});
