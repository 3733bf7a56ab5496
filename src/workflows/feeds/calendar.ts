import type { Instant, PlainDate } from '#ground/time.ts';

/** One all-day entry: something is due on that day (CA-62). */
export interface Entry {
  /** The same as long as it is the same thing, so that it moves when its date does (PL-130, WF-203). */
  uid: string;
  /** Raised with every change. */
  sequence: number;
  changed_at: Instant;
  due: PlainDate;
  status: 'tentative' | 'confirmed' | 'cancelled';
  what: string;
  client: string | null;
}

/** How often calendar programs are asked to look: four times a day. */
const EVERY = 'PT6H';

/** The entries as iCalendar (RFC 5545): titles and days, nothing else of ours. */
export const calendarText = (name: string, entries: readonly Entry[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tickmark//Calendar feed//EN',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${EVERY}`,
    `X-PUBLISHED-TTL:${EVERY}`,
    ...entries.flatMap(eventLines),
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('');

const eventLines = ({ uid, sequence, changed_at, due, status, what, client }: Entry): string[] => [
  'BEGIN:VEVENT',
  `UID:${escaped(uid)}`,
  `SEQUENCE:${sequence}`,
  `DTSTAMP:${changed_at.replace(/[-:]|\.\d+/g, '')}`,
  `DTSTART;VALUE=DATE:${due.replaceAll('-', '')}`,
  `SUMMARY:${escaped(client ? `${what} – ${client}` : what)}`,
  `STATUS:${status.toUpperCase()}`,
  // a due date takes nobody's time
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
];

/** A value on one line, with what would end it or part it escaped. */
const escaped = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\;,]/g, '\\$&');

const MOST_OCTETS = 75;

/** A line of at most 75 octets, going on in the next after a space; never parted within a character. */
const folded = (line: string): string => {
  let [text, octets] = ['', 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MOST_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
};
