import { newId } from '#ground/id.ts';
import type { Command } from '#kernel/decision/model.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { LIBRARY, newOf } from '#messages/templates/library.ts';
import { templates } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** The message library as the practice's own templates; one that a workflow brought along already is left as it is. */
export const wordings = (making: Making): Promise<unknown> =>
  decideAll(
    making,
    templates as AnyRoom,
    LIBRARY.map((one) => ({ id: newId(), command: { do: 'create', ...newOf(one, { locale: 'en-GB' }) } as Command })),
  );
