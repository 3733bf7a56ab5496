import { sql } from 'kysely';
import { derivedId } from '#ground/derived-id.ts';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room, Wanted } from '#kernel/loop/room.ts';
import { holdersOf } from './holders.ts';
import { type Address, type AddressCommand, type AddressState, blankAddress, type Channel, PERSONAL } from './model.ts';
import { decide, evolve, MAY_RECORD } from './rules.ts';

/** The id of an address's row: known before there is one. */
export const addressId = (practice: Id, channel: Channel, address: string): Id => derivedId(practice, channel, address);

/** A wanted command of the room on the address it names. */
export const onAddress = (practice: Id, command: AddressCommand): Wanted<AddressCommand> => ({
  id: addressId(practice, command.channel, command.address),
  command,
});

export const addresses: Room<AddressState, AddressCommand> = {
  name: 'address',
  kinds: { address: { table: 'app.address', find: (state) => state.address, personal: PERSONAL } },
  load: async (desk, wanted) => {
    const known = await readAddresses(
      desk,
      wanted.map(({ id }) => id),
    );
    const states = new Map<Id, AddressState>();
    for (const { id, command } of wanted) {
      const { channel, address } = command;
      const found = known.get(id) ?? (channel && address ? blankAddress(id, channel, address) : null);
      if (found) states.set(id, { address: found, holders: [] });
    }
    const holders = await holdersOf(
      desk,
      [...states.values()].map((state) => state.address),
    );
    for (const [id, state] of states)
      states.set(id, { ...state, holders: (holders.get(id) ?? []).map((one) => one.person_id) });
    return states;
  },
  decide,
  evolve,
  changes: MAY_RECORD,
};

const COLUMNS = sql`a.id, a.version, a.channel, a.address, a.consent_state, a.consent_source, a.consent_words, a.consent_file,
  a.consent_at, a.consent_by, a.consent_person, a.consent_contact, a.reason, a.reach, a.since, a.evidence, a.suppressed_by, a.soft_bounces`;

export const readAddresses = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Address>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Address>`
    select ${COLUMNS} from app.address a where a.practice_id = ${practice.id} and a.id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** What is known of these addresses, for `mayWrite`; keyed `channel:address`, and absent where nothing is known. */
export const knownAddresses = async (
  desk: Desk,
  asked: readonly { channel: Channel; address: string }[],
): Promise<Map<string, Address>> => {
  const wanted = asked.map(({ channel, address }) => {
    const spelt = channel === 'email' ? address.toLowerCase() : address;
    return { key: `${channel}:${spelt}`, id: addressId(desk.practice.id, channel, spelt) };
  });
  const known = await readAddresses(
    desk,
    wanted.map(({ id }) => id),
  );
  // by what was asked: an address that was erased is known by its id alone (PE-29)
  return new Map(
    wanted.flatMap(({ key, id }) => {
      const row = known.get(id);
      return row ? [[key, row] as const] : [];
    }),
  );
};
