interface CountryFacts {
  country: string;
  time_zone: string;
  currency: string;
}

interface Option {
  value: string;
  label: string;
}

/** Every region the browser has a name for, those with known facts among them; by name. */
export const countryOptions = (known: readonly string[], language = 'en'): Option[] => {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  return [...new Set([...known, ...LETTERS.flatMap((a) => LETTERS.map((b) => a + b))])]
    .filter((code) => !NOT_COUNTRIES.has(code))
    .flatMap((value) => {
      const label = names.of(value);
      return label ? [{ value, label }] : [];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
};

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Regions of the tables that are no country one could have a practice in: unions, oceans, samples. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);

/** Every time zone the browser lists, and `also`: engines list some zones under an older name (Calcutta for Kolkata). */
export const zoneOptions = (also: readonly string[] = []): Option[] =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), ...also])]
    .sort()
    .map((value) => ({ value, label: value.replaceAll('_', ' ') }));

export const currencyOptions = (language = 'en'): Option[] => {
  const names = new Intl.DisplayNames([language], { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value}, ${names.of(value) ?? value}` }));
};

/** The country whose time zone this browser keeps, as a first proposal; without one only the zone. */
export const guessCountry = (
  countries: readonly CountryFacts[],
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): CountryFacts => {
  const own = oneName(zone);
  return countries.find((one) => oneName(one.time_zone) === own) ?? { country: '', time_zone: zone, currency: '' };
};

/** Old and new names of one zone as this engine calls it. */
const oneName = (zone: string): string => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
