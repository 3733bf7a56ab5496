import { newId } from '#ground/id.ts';
import type { Command } from '#kernel/decision/model.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { LIBRARY } from '#messages/templates/library.ts';
import { templates } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** The message library as the practice's own templates; one that a workflow brought along already is left as it is. */
export const wordings = (making: Making): Promise<unknown> =>
  decideAll(
    making,
    templates as AnyRoom,
    LIBRARY.map(({ channel, module, name, purpose, subject, body }) => ({
      id: newId(),
      command: {
        do: 'create',
        channel,
        module,
        name,
        purpose,
        content: {
          default_locale: 'en',
          signature: true,
          send_without_pdf: false,
          variants: [{ locale: 'en', subject, body, text: null }],
        },
      } as Command,
    })),
  );
