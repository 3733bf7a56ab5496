import type { Random } from './random.ts';

const FIRST = [
  'Harbour',
  'Mill Lane',
  'Quayside',
  'Old Oak',
  'Riverbend',
  'Northgate',
  'Amber',
  'Copper',
  'Greenfield',
  'Cedar',
  'Bridge',
  'Orchard',
  'Summit',
  'Lantern',
  'Willow',
  'Saltmarsh',
  'Pebble',
  'Foxglove',
  'Clocktower',
  'Marigold',
];
const TRADES = [
  'Bakery',
  'Dental',
  'Florists',
  'Builders',
  'Roofing',
  'Coffee',
  'Print',
  'Motors',
  'Design',
  'Dairy',
  'Studio',
  'Logistics',
  'Optics',
  'Gardens',
  'Joinery',
  'Ceramics',
];
const FORMS = ['Ltd', 'LLP', 'Ltd', 'plc', 'Ltd', ''];

export interface Company {
  organisation_name: string;
  emails: { address: string; label: string; primary: boolean }[];
  country: string;
  year_end: { month: number; day: number };
  tax_period: { frequency: 'monthly' | 'quarterly' | 'annual'; start_month: number };
  source: string;
}

/** Companies that plainly do not exist: every address ends in .example. */
export const companies = (count: number, dice: Random): Company[] => {
  const seen = new Set<string>();
  const made: Company[] = [];
  while (made.length < count) {
    const name = [dice.pick(FIRST), dice.pick(TRADES), dice.pick(FORMS)].filter(Boolean).join(' ');
    if (seen.has(name)) continue;
    seen.add(name);
    const month = 1 + dice.whole(12);
    made.push({
      organisation_name: name,
      emails: [
        {
          address: `office@${name
            .toLowerCase()
            .replace(/[^a-z]+/g, '-')
            .replace(/^-|-$/g, '')}.example`,
          label: 'office',
          primary: true,
        },
      ],
      country: 'GB',
      year_end: { month, day: [4, 6, 9, 11].includes(month) ? 30 : month === 2 ? 28 : 31 },
      tax_period: {
        frequency: dice.pick(['monthly', 'quarterly', 'quarterly', 'annual']),
        start_month: 1 + dice.whole(3),
      },
      source: dice.pick(['a recommendation', 'the website', 'a talk', 'another client']),
    });
  }
  return made;
};
