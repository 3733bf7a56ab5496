import type { z } from '@hono/zod-openapi';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { templateDetail } from './api-shapes.ts';
import type { Template, TemplateState } from './model.ts';
import type { TemplatesPort } from './port.ts';
import { maySee, mayWrite } from './rights.ts';
import { loadTemplates, type TemplatesRoom } from './store.ts';

/** What the routes of templates work with. */
export interface TemplatesDoor {
  kernel: Kernel;
  room: TemplatesRoom;
  port: TemplatesPort<Desk>;
}

/** A template with its newest wording; what the caller may not see answers 404 (ME-1). */
export const seenTemplate = async (
  { port }: TemplatesDoor,
  desk: Desk,
  { caller }: Place,
  id: string,
): Promise<TemplateState & { template: Template }> => {
  const state = (await loadTemplates(desk, port, [id])).get(id)!;
  const { template } = state;
  if (!template || template.deleted_at || maySee(caller.who, template.module)) throw new HttpRefusal(notFound());
  return { ...state, template };
};

export const shownTemplate = (door: TemplatesDoor, place: Place, id: string): Promise<z.infer<typeof templateDetail>> =>
  atDesk(door.kernel, place, async (desk) => {
    const { template, newest, used_by, saved_by_name } = await seenTemplate(door, desk, place, id);
    const { deleted_at: _, archived_by: __, ...about } = template;
    return {
      ...about,
      may_write: mayWrite(place.caller.who, template.module) === null,
      content: newest?.content ?? null,
      faults: newest?.faults ?? [],
      removed: newest?.removed ?? [],
      saved_at: newest?.saved_at ?? null,
      saved_by: saved_by_name,
      used_by: [...used_by],
    };
  });
