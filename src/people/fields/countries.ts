const NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const SHORT: Record<string, string> = {
  uk: 'GB',
  usa: 'US',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'great britain': 'GB',
};

let byName: Map<string, string> | null = null;

const names = (): Map<string, string> => {
  if (byName) return byName;
  byName = new Map(Object.entries(SHORT));
  for (let a = 65; a <= 90; a += 1)
    for (let b = 65; b <= 90; b += 1) {
      const code = String.fromCharCode(a, b);
      const name = NAMES.of(code);
      if (name && code !== 'ZZ') byName.set(name.toLowerCase(), code);
    }
  return byName;
};

/** «GB», «United Kingdom», «UK» → GB; null when it is no country. */
export const countryOf = (text: string): string | null => {
  const asked = text.trim();
  if (/^[A-Za-z]{2}$/.test(asked) && NAMES.of(asked.toUpperCase()))
    return asked.toLowerCase() === 'uk' ? 'GB' : asked.toUpperCase();
  return names().get(asked.toLowerCase()) ?? null;
};
