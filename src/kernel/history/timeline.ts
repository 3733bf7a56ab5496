import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Facts, Ref, Refusal, Who } from '#kernel/decision/model.ts';
import { idOf, kindOf, ref } from '#kernel/decision/rules.ts';
import type { ListQuery } from '#kernel/http/list.ts';
import { unreadable } from '#kernel/http/readable.ts';
import { mayTakeBack } from '#kernel/undo/undo.ts';
import { actorNames } from './names.ts';
import type { HistoryPorts } from './port.ts';
import { sentenceOf } from './rules.ts';
import { type EventFilter, type EventRow, listEvents } from './store.ts';

export interface Told {
  id: Id;
  at: Instant;
  actor: Actor;
  actor_name: string;
  /** For whom a deputy acted: «B for A» (PL-34). */
  for_name: string | null;
  verb: string;
  thing: Ref;
  kind: string;
  title: string | null;
  url: string | null;
  client_id: Id | null;
  run_id: Id | null;
  act_id: Id;
  sentence: string;
  facts: Facts;
  undoes: Id | null;
  undone: boolean;
  can_undo: boolean;
  /** These three only for whoever reads the audit. */
  address: string | null;
  device: string | null;
  request_id: string | null;
}

export const AUDIT = reads('settings', 'audit.read');

/**
 * What happened, told in sentences, newest first (PL-101): the whole practice for whoever reads the audit; one thing's,
 * client's or run's timeline for whoever may read that. Refuses what they may not.
 */
export const timeline = async (
  desk: Desk,
  who: Who,
  query: ListQuery & EventFilter,
  ports: HistoryPorts,
): Promise<{ items: Told[]; next: string | null } | Refusal> => {
  const about = aboutOf(query);
  const noAudit = can(who, AUDIT);
  const no = about ? await unreadable(ports.readable, desk, who, about) : noAudit;
  if (no && noAudit) return no;
  const { items, next } = await listEvents(desk, query, await hiddenFrom(desk, who, ports));
  const privately = (about !== null && !no) || who.abilities.includes('data.export');
  return { items: await tell(desk, who, items, { ports, privately, audit: noAudit === null }), next };
};

/** Clients whose events this one is not shown (PL-31). */
export const hiddenFrom = async (
  desk: Desk,
  who: Who,
  ports: Pick<HistoryPorts, 'hiddenClients'>,
): Promise<readonly Id[]> => {
  const narrowed = who.own_clients_only || !who.abilities.includes('restricted.read');
  return narrowed ? ports.hiddenClients(desk, who) : [];
};

/** The one thing a filter is about, if it is about one. */
const aboutOf = ({ thing, client, run }: EventFilter): Ref | null =>
  thing ?? (client ? ref('client', client) : run ? ref('run', run) : null);

interface Telling {
  ports: HistoryPorts;
  privately: boolean;
  audit: boolean;
}

const tell = async (
  desk: Desk,
  who: Who,
  rows: readonly EventRow[],
  { ports, privately, audit }: Telling,
): Promise<Told[]> => {
  const nameOf = await actorNames(desk, rows.flatMap(actorsOf), ports.contactNames);
  const titles = await ports.titles(desk, [...new Set(rows.map((row) => row.root))]);
  const named = (await ports.names?.(desk, idsIn(rows))) ?? new Map<string, string>();
  const name = (id: string): string => named.get(id) ?? '';
  return rows.map(({ private: personal, root, for_member, undoable_until, ...row }): Told => {
    const facts = privately ? { ...row.facts, ...personal } : row.facts;
    return {
      ...row,
      actor_name: nameOf(row.actor),
      for_name: for_member && nameOf(`member:${for_member}`),
      kind: kindOf(row.thing),
      title: titles.get(root)?.title ?? null,
      url: titles.get(root)?.url ?? null,
      sentence: sentenceOf(ports.sentences, { ...row, facts, name }),
      facts,
      can_undo: !!undoable_until && undoable_until > desk.now && !row.undone && mayTakeBack(who, row.actor),
      address: audit ? row.address : null,
      device: audit ? row.device : null,
      request_id: audit ? row.request_id : null,
    };
  });
};

/** What happened in a line each, as it stands in a file: when (UTC), who, and what; personal values are among the words. */
export const sayEvents = async (
  desk: Desk,
  events: readonly Pick<EventRow, 'at' | 'actor' | 'for_member' | 'verb' | 'thing' | 'facts' | 'private'>[],
  ports: Pick<HistoryPorts, 'sentences' | 'names' | 'contactNames'>,
): Promise<string[]> => {
  const nameOf = await actorNames(desk, events.flatMap(actorsOf), ports.contactNames);
  const named = (await ports.names?.(desk, idsIn(events))) ?? new Map<string, string>();
  return events.map(({ at, actor, for_member, private: personal, ...event }) => {
    const facts = { ...event.facts, ...personal };
    const by = for_member ? `${nameOf(actor)} for ${nameOf(`member:${for_member}`)}` : nameOf(actor);
    return `${at}  ${by} ${sentenceOf(ports.sentences, { ...event, actor, facts, name: (id) => named.get(id) ?? '' })}`;
  });
};

const actorsOf = ({ actor, for_member }: Pick<EventRow, 'actor' | 'for_member'>): Actor[] =>
  for_member ? [actor, `member:${for_member}`] : [actor];

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every id that a sentence may have to name: those in the facts, and the things themselves. */
const idsIn = (rows: readonly Pick<EventRow, 'thing' | 'facts' | 'private'>[]): string[] => [
  ...new Set(
    rows.flatMap(({ thing, facts, private: personal }) => [
      idOf(thing),
      ...(JSON.stringify([facts, personal]).match(ID) ?? []),
    ]),
  ),
];
