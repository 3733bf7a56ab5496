import { newId } from '#ground/id.ts';
import { whoNow } from '#kernel/access/sessions/actor.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { ImportsPort } from '#people/imports/port.ts';
import type { SubjectKind } from '#workflows/definitions/content.ts';
import { launches } from '../rooms.ts';

/** The rights of whoever commits an import, of this moment, and starting a workflow on what it made (PE-89). */
export const importsPort = (kernel: Kernel): ImportsPort<Desk> => ({
  callerOf: async (desk, actor, request_id) => ({ who: await whoNow(desk, actor), request_id }),
  start: async (desk, caller, { workflow, kind, subjects }) => {
    const wanted = subjects.map((subject) => ({
      id: newId(),
      command: { do: 'launch' as const, origin: 'hand' as const, as: kind as SubjectKind, workflow, subject },
    }));
    return (await act(kernel, desk, caller, launches, wanted)).filter((outcome) => outcome.yes).length;
  },
});
