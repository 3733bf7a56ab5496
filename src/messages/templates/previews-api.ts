import { z } from '@hono/zod-openapi';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router } from '#kernel/http/route.ts';
import type { FieldGroup } from '#messages/fields/model.ts';
import { PLACES } from '#messages/fields/model.ts';
import { fullName, groupsAt, sampleValues } from '#messages/fields/names.ts';
import { variantFor } from '#messages/fields/variants.ts';
import { fieldGroup, preview, previewBody } from './api-shapes.ts';
import { seenTemplate, type TemplatesDoor } from './present.ts';
import { previewOf } from './previewing.ts';
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
      const { record, locale, content } = c.req.valid('json');
      const place = c.get('place');
      const shown = await atDesk(door.kernel, place, async (desk) => {
        const { template, newest } = await seenTemplate(door, desk, place, c.req.valid('param').id);
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
        return { title, ...previewOf({ ...asked, groups: door.port.groups }) };
      });
      return c.json(shown, 200);
    })
    .openapi(fields, (c) => {
      const { place } = c.req.valid('query');
      const there = place ? groupsAt(door.port.groups, place) : door.port.groups;
      return c.json({ items: there.map(shownGroup) }, 200);
    });

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
