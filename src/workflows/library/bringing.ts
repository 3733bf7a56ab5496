import type { FormsRoom } from '#forms/store.ts';
import { newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command } from '#kernel/decision/model.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel } from '#kernel/loop/room.ts';
import { newOf } from '#messages/templates/library.ts';
import type { TemplatesRoom } from '#messages/templates/store.ts';
import type { Content } from '#workflows/definitions/content.ts';
import { designFacts } from '#workflows/definitions/store.ts';
import { lacking } from './brought.ts';

/** The rooms that what comes along is made in. */
export interface BringingRooms {
  templates: TemplatesRoom;
  forms: FormsRoom;
}

/**
 * Makes the messages and forms that these ready-made workflows speak with and the practice lacks (WF-4), in the caller's
 * transaction and by the rules of their rooms; out: the names of what was made. Refuses what those rooms refuse.
 */
export const bringAlong = async (
  { kernel, rooms }: { kernel: Kernel; rooms: BringingRooms },
  desk: Desk,
  caller: Caller,
  contents: readonly Content[],
): Promise<string[]> => {
  const { messages, forms } = lacking(contents, await designFacts(desk));
  const make = async (room: AnyRoom, all: readonly object[]): Promise<void> => {
    const wanted = all.map((one) => ({ id: newId(), command: { do: 'create', ...one } as Command }));
    if (wanted.length) for (const outcome of await act(kernel, desk, caller, room, wanted)) yesOrThrow(outcome);
  };
  await make(
    rooms.templates as AnyRoom,
    messages.map((one) => newOf(one, desk.practice)),
  );
  await make(rooms.forms as AnyRoom, forms);
  return [...messages.map(({ name }) => name), ...forms.map(({ title }) => title)];
};
