import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { decideDelivery, evolveDelivery } from './delivery-rules.ts';
import type { ClientDelivery, ClientDeliveryCommand, ClientDeliveryState } from './model.ts';
import type { DocumentsPort } from './port.ts';

export type DeliveriesRoom = Room<ClientDeliveryState, ClientDeliveryCommand>;

/** How documents reach each client; by the id of the client. Those that `who` may not see are absent. */
export const deliveriesRoom = (port: Pick<DocumentsPort<Desk>, 'readable' | 'clients'>): DeliveriesRoom => ({
  name: 'client_delivery',
  kinds: {
    client_delivery: {
      table: 'app.client_delivery',
      find: ({ delivery }) => delivery,
      births: ['client_delivery.made'],
    },
  },
  load: async (desk, wanted, who) => {
    const ids = wanted.map(({ id }) => id);
    const seen = await port.readable(desk, who, ids);
    const clients = await port.clients(desk, [...seen]);
    const { rows } = await sql<ClientDelivery>`
      select id, version, method, approve_everything from app.client_delivery
      where practice_id = ${desk.practice.id} and id = any(${ids})`.execute(desk.tx);
    return new Map(
      [...clients].map(([id, client]) => {
        const delivery = rows.find((row) => row.id === id) ?? blank(id);
        return [id, { delivery, client }] as const;
      }),
    );
  },
  decide: decideDelivery,
  evolve: evolveDelivery,
});

const blank = (id: Id): ClientDelivery => ({ id, version: 0, method: null, approve_everything: false });

/** What holds for these clients; one that was united with another passes on that all of its documents need approval. */
export const deliveriesOf = async (
  { tx, practice }: Desk,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, Pick<ClientDelivery, 'method' | 'approve_everything'>>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Pick<ClientDelivery, 'id' | 'method' | 'approve_everything'>>`
    select c.id, (array_agg(d.method) filter (where d.id = c.id))[1] as method,
      coalesce(bool_or(d.approve_everything), false) as approve_everything
    from unnest(${ids}::uuid[]) c (id)
    cross join lateral app.records_of(${practice.id}, c.id) of (id)
    join app.client_delivery d on d.practice_id = ${practice.id} and d.id = of.id
    group by c.id`.execute(tx);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
};
