/**
 * The variant for a reader (ME-23): for the locale of the contact, else the client, else the practice, the exact tag, then
 * the same language, then the default variant. Null when there is not even that.
 * @param locales the first known of contact, client, practice decides
 */
export const variantFor = <V extends { locale: string }>(
  variants: readonly V[],
  locales: readonly (string | null | undefined)[],
  standard: string,
): V | null => {
  const wanted = locales.find((locale) => locale)?.toLowerCase();
  const by = (tag: string | undefined) => variants.find(({ locale }) => locale.toLowerCase() === tag);
  return by(wanted) ?? by(wanted?.split('-')[0]) ?? by(standard.toLowerCase()) ?? null;
};

/** A language tag that dates and money can follow: `en`, `en-AU`. */
export const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag && Intl.DateTimeFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
};
