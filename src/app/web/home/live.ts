import { useEffect } from 'react';
import { askAgain, quickUnderWay, useRefresh } from '#kernel/ui/query.ts';

/** What `GET /changes` tells: kinds of things that changed; `all`: so much that kinds no longer help. */
interface Heard {
  changes: { kind: string; ids: string[] | null }[];
  all: boolean;
}

const PEOPLE = [
  '/prospects',
  '/clients',
  '/employees',
  '/waitlist-entries',
  '/contacts',
  '/authorizations',
  '/duplicates',
];
const WORK = ['/tasks', '/my-work', '/runs', '/run-strip', '/run-years'];
/** A change of a kind makes these old, wherever they are on the screen. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  person: [...PEOPLE, ...WORK],
  employee: [...PEOPLE, ...WORK],
  contact: PEOPLE,
  authorization: PEOPLE,
  tag: ['/tags', ...PEOPLE],
  custom_field: ['/custom-fields', ...PEOPLE],
  import: ['/imports', ...PEOPLE],
  duplicate: PEOPLE,
  merge: [...PEOPLE, ...WORK],
  workflow: ['/workflows', '/startable-workflows', '/run-strip'],
  run: [...WORK, ...PEOPLE],
  task: [...WORK, ...PEOPLE],
  hold: [...WORK, ...PEOPLE],
  comment: WORK,
  file: WORK,
  member: ['/members', '/me'],
  role: ['/roles', '/me'],
  delegation: ['/delegations', '/me'],
  item: ['/items', '/item-counts'],
  item_note: ['/items'],
  arrival: ['/arrivals', '/intake-addresses', '/mailboxes'],
  intake_address: ['/intake-addresses'],
  sender_rule: ['/sender-rules'],
  triage_rule: ['/triage-rules'],
  item_view: ['/item-views'],
  mailbox: ['/mailboxes'],
  document: ['/documents', '/items'],
  correspondence: ['/documents'],
  client_delivery: ['/clients'],
  document_profile: ['/profiles'],
  letter_template: ['/letter-templates'],
  signature: ['/me/signature', '/signatures'],
  conversation: ['/conversations'],
  reply: ['/conversations'],
  practice: ['/practice', '/me'],
  // what was written about an item stands with it
  message: ['/messages', '/message-strip', '/items'],
  channel: ['/channels', '/message-strip'],
};
/** Whatever happens may stand here too. */
const ALWAYS = ['/counts', '/notifications', '/events', '/seals'];
const AGAIN_MS = 5_000;
/** News waits until one's own quick acts have their answers. */
const STILL_MS = 250;

/** The paths that a piece of news makes old; undefined: all there are. Pure. */
export const touchedBy = ({ changes, all }: Heard): string[] | undefined => {
  const touched = changes.map(({ kind }) => TOUCHES[kind]);
  return all || touched.includes(undefined)
    ? undefined
    : [...new Set([...touched.flatMap((paths) => paths ?? []), ...ALWAYS])];
};

/**
 * Hears what others do, within two seconds, and asks again what of it is on the screen (WF-192). Only while the page is seen:
 * a browser lends one server few lines, and pages behind others must not use them up. `session` begins it anew.
 */
export const useLive = (session: string | null): void => {
  const refresh = useRefresh();
  useEffect(() => {
    let stream: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const all = () => void askAgain();
    const hear = (news: Heard): unknown => {
      if (quickUnderWay() > 0) return setTimeout(hear, STILL_MS, news);
      const paths = touchedBy(news);
      return paths ? refresh(...paths) : all();
    };
    const close = () => {
      clearTimeout(timer);
      stream?.close();
      stream = undefined;
    };
    const open = () => {
      close();
      if (document.hidden) return;
      stream = new EventSource('/api/v1/changes');
      // what happened between two streams, or between what the page first asked and its first stream, was heard by nobody
      stream.addEventListener('hello', all);
      stream.addEventListener('changes', (event) => hear(JSON.parse(event.data) as Heard));
      stream.onerror = () => {
        if (stream?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
      };
    };
    open();
    document.addEventListener('visibilitychange', open);
    return () => {
      document.removeEventListener('visibilitychange', open);
      close();
    };
  }, [session, refresh]);
};
