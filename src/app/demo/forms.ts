import { LIBRARY } from '#forms/library.ts';
import { newId } from '#ground/id.ts';
import type { Command } from '#kernel/decision/model.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { forms } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** The forms of the library as the practice's own. */
export const questionnaires = (making: Making): Promise<unknown> =>
  decideAll(
    making,
    forms as AnyRoom,
    LIBRARY.map((form) => ({ id: newId(), command: { do: 'create', ...form } as unknown as Command })),
  );
