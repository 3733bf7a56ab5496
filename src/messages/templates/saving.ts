import type { Context, Event, Refusal } from '#kernel/decision/model.ts';
import { conflict, creation, ref } from '#kernel/decision/rules.ts';
import { check } from '#messages/fields/check.ts';
import type { Channel, FieldGroup } from '#messages/fields/model.ts';
import { respelled } from '#messages/fields/spellings.ts';
import { cleaned } from './cleaning.ts';
import type { Content, TemplateState, TemplateVersion, Variant, VariantFault } from './model.ts';

/** What a save makes of the wording: cleaned, in our spellings, with what keeps it from being sent (ME-3, ME-7, ME-19). */
export const readWording = (content: Content, channel: Channel, groups: readonly FieldGroup[]) => {
  const read = content.variants.map((variant) => readVariant(variant, channel));
  const variants = read.map(({ variant }) => variant);
  const faults = variants.flatMap((variant): VariantFault[] =>
    check(variant, channel, groups).map((fault) => ({ ...fault, locale: variant.locale })),
  );
  return { content: { ...content, variants }, faults, removed: [...new Set(read.flatMap(({ removed }) => removed))] };
};

const readVariant = (variant: Variant, channel: Channel): { variant: Variant; removed: string[] } => {
  const body = respelled(variant.body);
  if (channel === 'sms') return { variant: { ...variant, subject: null, text: null, body }, removed: [] };
  const clean = cleaned(body);
  const subject = respelled(variant.subject ?? '').trim();
  const text = variant.text?.trim() ? respelled(variant.text) : null;
  return { variant: { ...variant, subject, body: clean.body, text }, removed: clean.removed };
};

export const newVersion = (
  row: Pick<TemplateVersion, 'template_id' | 'n' | 'content' | 'faults' | 'removed'>,
  context: Context,
): Event => ({
  verb: 'message_template_version.made',
  thing: ref('message_template_version', context.newId()),
  facts: creation({ ...row, saved_at: context.now, saved_by: context.who.actor }),
});

/** Somebody saved since the author began (ME-6): both texts are told, so that neither is lost. */
export const moved = ({ newest, saved_by_name }: TemplateState, seen: number, yours: Content): Refusal | null =>
  (newest?.n ?? 0) === seen
    ? null
    : conflict(
        `${saved_by_name ?? 'Somebody else'} saved this template since you opened it. Both texts are kept: look at theirs, then save yours over it or go on from theirs.`,
        {
          code: 'template_moved',
          newest: newest?.n ?? 0,
          by: saved_by_name,
          at: newest?.saved_at ?? null,
          theirs: (newest?.content ?? null) as never,
          yours: yours as never,
        },
      );
