import { z } from '@hono/zod-openapi';
import type { Desk } from '#kernel/database/practice.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import type { FieldGroup } from '#messages/fields/model.ts';
import { PLACES } from '#messages/fields/model.ts';
import { fullName, groupsAt, sampleValues } from '#messages/fields/names.ts';
import { variantFor } from '#messages/fields/variants.ts';
import { fieldGroup, preview, previewBody } from './api-shapes.ts';
import type { Template } from './model.ts';
import { seenTemplate, type TemplatesDoor } from './present.ts';
import { type Preview, previewOf } from './previewing.ts';
import { readWording } from './saving.ts';

const previews = route('signed_in', {
  method: 'post',
  path: '/message-templates/{id}/previews',
  request: { params: idParam, ...jsonBody(previewBody) },
  responses: answers(200, preview),
});
const fields = route('signed_in', {
  method: 'get',
  path: '/merge-fields',
  request: { query: z.strictObject({ place: z.enum(PLACES).optional() }) },
  responses: answers(200, z.object({ items: z.array(fieldGroup) })),
});

/** A template with a real record before anyone else sees it, and the fields there are (ME-24, ME-20). Nothing is written. */
export const previewsApi = (door: TemplatesDoor) =>
  router()
    .openapi(previews, async (c) => {
      const place = c.get('place');
      const asked = { id: c.req.valid('param').id, ...c.req.valid('json') };
      const shown = await atDesk(door.kernel, place, async (desk) => {
        const { title, preview } = await previewed(door, desk, place, asked);
        return { title, ...preview };
      });
      return c.json(shown, 200);
    })
    .openapi(fields, (c) => {
      const { place } = c.req.valid('query');
      const there = place ? groupsAt(door.port.groups, place) : door.port.groups;
      return c.json({ items: there.map(shownGroup) }, 200);
    });

export interface Previewed {
  template: Template;
  record: Asked['record'];
  title: string | null;
  preview: Preview;
}
type Asked = z.infer<typeof previewBody> & { id: string };

/** A template's wording, saved or not, with a record's values or samples. Throws for what may not be seen. */
export const previewed = async (
  door: TemplatesDoor,
  desk: Desk,
  place: Place,
  { id, record, locale, content }: Asked,
): Promise<Previewed> => {
  const { template, newest } = await seenTemplate(door, desk, place, id);
  const wording = content ? readWording(content, template.channel, door.port.groups).content : newest?.content;
  if (!wording) throw new HttpRefusal(invalid(problem('/content', 'missing', 'Nothing is written yet.')));
  const about = record ? await door.port.record(desk, place.caller.who, record) : sampled(door.port.groups);
  if (!about) throw new HttpRefusal(notFound());
  const variant =
    wording.variants.find((one) => one.locale === locale) ??
    variantFor(wording.variants, about.locales, wording.default_locale)!;
  const { signature } = wording;
  const { values, title } = about;
  const asked = { variant, signature, values, channel: template.channel, today: desk.today };
  return { template, record, title, preview: previewOf({ ...asked, groups: door.port.groups }) };
};

const sampled = (groups: readonly FieldGroup[]) => ({ title: null, values: sampleValues(groups), locales: [] });

const shownGroup = (group: FieldGroup) => ({
  name: group.name,
  label: group.label,
  each: group.each ?? null,
  fields: group.fields.map((field) => {
    const { label, format, may_be_missing } = field;
    return { name: fullName(group, field), label, format, may_be_missing };
  }),
});
