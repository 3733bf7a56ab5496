/** What a country proposes for a new practice (PL-7): time zone, currency, and how dates and numbers are written. */
export interface CountryFacts {
  time_zone: string;
  currency: string;
  locale: string;
}

const TABLE: Record<string, string> = {
  AE: 'Asia/Dubai AED en-AE',
  AT: 'Europe/Vienna EUR de-AT',
  AU: 'Australia/Sydney AUD en-AU',
  BE: 'Europe/Brussels EUR nl-BE',
  BG: 'Europe/Sofia EUR bg-BG',
  BR: 'America/Sao_Paulo BRL pt-BR',
  CA: 'America/Toronto CAD en-CA',
  CH: 'Europe/Zurich CHF de-CH',
  CY: 'Asia/Nicosia EUR el-CY',
  CZ: 'Europe/Prague CZK cs-CZ',
  DE: 'Europe/Berlin EUR de-DE',
  DK: 'Europe/Copenhagen DKK da-DK',
  EE: 'Europe/Tallinn EUR et-EE',
  ES: 'Europe/Madrid EUR es-ES',
  FI: 'Europe/Helsinki EUR fi-FI',
  FJ: 'Pacific/Fiji FJD en-FJ',
  FR: 'Europe/Paris EUR fr-FR',
  GB: 'Europe/London GBP en-GB',
  GR: 'Europe/Athens EUR el-GR',
  HK: 'Asia/Hong_Kong HKD en-HK',
  HR: 'Europe/Zagreb EUR hr-HR',
  HU: 'Europe/Budapest HUF hu-HU',
  IE: 'Europe/Dublin EUR en-IE',
  IL: 'Asia/Jerusalem ILS he-IL',
  IN: 'Asia/Kolkata INR en-IN',
  IS: 'Atlantic/Reykjavik ISK is-IS',
  IT: 'Europe/Rome EUR it-IT',
  JP: 'Asia/Tokyo JPY ja-JP',
  KE: 'Africa/Nairobi KES en-KE',
  LT: 'Europe/Vilnius EUR lt-LT',
  LU: 'Europe/Luxembourg EUR fr-LU',
  LV: 'Europe/Riga EUR lv-LV',
  MT: 'Europe/Malta EUR en-MT',
  MX: 'America/Mexico_City MXN es-MX',
  MY: 'Asia/Kuala_Lumpur MYR en-MY',
  NG: 'Africa/Lagos NGN en-NG',
  NL: 'Europe/Amsterdam EUR nl-NL',
  NO: 'Europe/Oslo NOK nb-NO',
  NZ: 'Pacific/Auckland NZD en-NZ',
  PH: 'Asia/Manila PHP en-PH',
  PL: 'Europe/Warsaw PLN pl-PL',
  PT: 'Europe/Lisbon EUR pt-PT',
  RO: 'Europe/Bucharest RON ro-RO',
  SE: 'Europe/Stockholm SEK sv-SE',
  SG: 'Asia/Singapore SGD en-SG',
  SI: 'Europe/Ljubljana EUR sl-SI',
  SK: 'Europe/Bratislava EUR sk-SK',
  US: 'America/New_York USD en-US',
  ZA: 'Africa/Johannesburg ZAR en-ZA',
};

export const COUNTRIES = Object.keys(TABLE) as readonly string[];

/** Null for a country of which we know nothing: everything is then typed by hand. */
export const countryFacts = (country: string): CountryFacts | null => {
  const [time_zone, currency, locale] = TABLE[country]?.split(' ') ?? [];
  return time_zone && currency && locale ? { time_zone, currency, locale } : null;
};
