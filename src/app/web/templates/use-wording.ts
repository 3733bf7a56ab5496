import { useMemo, useState } from 'react';
import { canonical } from '#ground/json.ts';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { check } from '#messages/fields/check.ts';
import type { Content, Variant, VariantFault } from '#messages/templates/model.ts';
import type { Clash } from './conflict-sheet.tsx';
import { type Merge, TEMPLATES, type TemplateDetail } from './data.ts';
import { words } from './words.ts';

const same = (a: Content, b: Content): boolean => canonical(a as never) === canonical(b as never);

export const blankVariant = (locale: string): Variant => ({ locale, subject: '', body: '', text: null });
export const blank = (locale: string): Content => ({
  variants: [blankVariant(locale)],
  default_locale: locale,
  signature: true,
  send_without_pdf: false,
});

/** The wording under the author's hands: what is typed, what is kept, and the way between them (ME-3, ME-6). */
export const useWording = (opened: TemplateDetail, locale: string) => {
  const start = opened.content ?? blank(locale);
  const [content, setContent] = useState(start);
  const [kept, setKept] = useState({ content: start, newest: opened.newest, removed: opened.removed });
  const [shown, setShown] = useState(start.default_locale);
  const [clash, setClash] = useState<Clash>();
  /** Counts what came from elsewhere than the keyboard: the editor opens it anew. */
  const [brought, setBrought] = useState(0);
  const refresh = useRefresh();
  const put = (to: Content) => {
    setContent(to);
    setBrought((n) => n + 1);
    if (!to.variants.some((one) => one.locale === shown)) setShown(to.default_locale);
  };
  const save = async (seen = kept.newest) => {
    try {
      const done = await api.put<TemplateDetail>(`${TEMPLATES}/${opened.id}/variants`, content, { version: seen });
      setClash(undefined);
      setKept({ content: done.content ?? content, newest: done.newest, removed: done.removed });
      if (done.content && !same(done.content, content)) put(done.content);
      toast(savedWords(kept.newest, done));
      await refresh(TEMPLATES);
    } catch (fault) {
      const moved = isRefusal(fault) && fault.facts?.code === 'template_moved' ? fault : undefined;
      if (!moved) return toastRefusal(fault);
      const { newest, theirs } = moved.facts as unknown as Clash;
      setClash({ sentence: moved.message, newest, theirs });
    }
  };
  const takeTheirs = () => {
    if (!clash) return;
    const theirs = clash.theirs ?? blank(locale);
    setKept({ content: theirs, newest: clash.newest, removed: [] });
    put(theirs);
    setClash(undefined);
  };
  const change = (changes: Partial<Variant>) =>
    setContent((now) => ({
      ...now,
      variants: now.variants.map((one) => (one.locale === shown ? { ...one, ...changes } : one)),
    }));
  const variant = content.variants.find((one) => one.locale === shown) ?? content.variants[0]!;
  const dirty = !same(content, kept.content);
  return { content, setContent, put, brought, variant, change, show: setShown, kept, dirty, save, clash, takeTheirs };
};

export type Wording = ReturnType<typeof useWording>;

/** The faults of every language as it is typed, by the rule the server saves by. */
export const useFaults = (content: Content, template: TemplateDetail, merge: Merge | undefined): VariantFault[] =>
  useMemo(
    () =>
      merge
        ? content.variants.flatMap((variant) =>
            check(variant, template.channel, merge.groups).map((fault) => ({ ...fault, locale: variant.locale })),
          )
        : [],
    [content, template.channel, merge],
  );

const savedWords = (before: number, { newest, faults }: TemplateDetail): string => {
  if (newest === before) return words.nothing_changed;
  return faults.length ? words.saved_not_usable(newest, faults.length) : words.saved(newest);
};
