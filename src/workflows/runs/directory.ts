import { sql } from 'kysely';
import type { Delegation } from '#kernel/access/delegations/model.ts';
import { listRoles } from '#kernel/access/own-roles/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { channelsOf } from '#messages/channels/store.ts';
import type { Directory } from './model.ts';

/** Who there is and who stands in for whom: read once for all runs of a load. */
export const directory = async (desk: Desk): Promise<Directory> => {
  const { tx, practice, today } = desk;
  const { rows: members } = await sql<Directory['members'][number]>`
    select id, name, role_id, state = 'active' as active from app.member
    where practice_id = ${practice.id} and state in ('active', 'deactivated')`.execute(tx);
  const { rows: delegations } = await sql<Delegation>`
    select id, version, member_id, deputy_id, from_on, to_on, covers, ended_on from app.delegation
    where practice_id = ${practice.id} and to_on >= ${today} and ended_on is null`.execute(tx);
  const channels = await channelsOf(desk);
  const outbox = { email: channels.get('email')!.hold_minutes, sms: channels.get('sms')!.hold_minutes };
  return { members, roles: await listRoles(desk), delegations, outbox };
};
