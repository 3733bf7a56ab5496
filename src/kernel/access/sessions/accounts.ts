import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice, NoPractice } from '#kernel/database/practice.ts';
import { type Present, present } from '../members/who.ts';
import type { Access } from './access.ts';
import type { SignInPolicy } from './model.ts';

export interface Account {
  id: string;
  name: string;
  email: string;
  last_practice_id: Id | null;
}

export const accountBy = async (access: Access, by: { email: string } | { id: string }): Promise<Account | null> => {
  const where = 'email' in by ? sql`u.email = ${by.email}` : sql`u.id = ${by.id}`;
  const { rows } =
    await sql<Account>`select u.id, u.name, u.email, u."lastPracticeId" as last_practice_id from auth."user" u where ${where}`.execute(
      access.db,
    );
  return rows[0] ?? null;
};

/** An account with a password; the address counts as proven, since a link to it was followed or the operator vouches. */
export const makeAccount = async (
  access: Access,
  wanted: { name: string; email: string; password: string },
): Promise<string> => {
  const { internalAdapter, password } = await access.auth.$context;
  const hash = await password.hash(wanted.password);
  const user = await internalAdapter.createUser(
    { name: wanted.name, email: wanted.email, emailVerified: true },
    { method: 'email-password' },
  );
  await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash });
  return user.id;
};

/** Takes back an account that was made for something that then was refused. */
export const dropAccount = async (access: Access, id: string): Promise<void> => {
  await sql`delete from auth."user" where id = ${id} and not exists (select 1 from auth.membership where account_id = ${id})`.execute(
    access.db,
  );
};

export const isPassword = async (access: Access, account_id: string, password: string): Promise<boolean> => {
  const context = await access.auth.$context;
  const credential = await context.internalAdapter.findCredentialAccount(account_id);
  return !!credential?.password && (await context.password.verify({ hash: credential.password, password }));
};

export const setPassword = async (access: Access, account_id: string, password: string): Promise<void> => {
  const context = await access.auth.$context;
  const hash = await context.password.hash(password);
  if (await context.internalAdapter.findCredentialAccount(account_id))
    return context.internalAdapter.updatePassword(account_id, hash);
  await context.internalAdapter.linkAccount({
    userId: account_id,
    providerId: 'credential',
    accountId: account_id,
    password: hash,
  });
};

export interface Membership {
  practice_id: Id;
  member_id: Id;
}

export const membershipsOf = async (access: Access, account_id: string): Promise<Membership[]> => {
  const { rows } =
    await sql<Membership>`select practice_id, member_id from auth.membership where account_id = ${account_id} order by practice_id`.execute(
      access.db,
    );
  return rows;
};

export const addMembership = async (
  access: Access,
  account_id: string,
  { practice_id, member_id }: Membership,
): Promise<void> => {
  await sql`insert into auth.membership (account_id, practice_id, member_id) values (${account_id}, ${practice_id}, ${member_id})
    on conflict (account_id, practice_id) do update set member_id = excluded.member_id`.execute(access.db);
};

/** Nobody enters this practice any more: it is gone. */
export const dropMemberships = async (access: Access, practice_id: Id): Promise<void> => {
  await sql`delete from auth.membership where practice_id = ${practice_id}`.execute(access.db);
};

/** A practice somebody may enter now. */
export interface Home extends Present {
  practice: { id: Id; name: string; kind: 'live' | 'demo' | 'sandbox' };
  policy: SignInPolicy;
}

/** The practice as the member finds it now; null when they are no active member, or the practice is gone. */
export const homeOf = async (access: Access, { practice_id, member_id }: Membership): Promise<Home | null> => {
  try {
    return await inPractice(access.kernel.db, practice_id, async (desk) => {
      const found = await present(desk, member_id);
      const { id, name, kind } = desk.practice;
      return found && { ...found, practice: { id, name, kind }, policy: desk.practice as unknown as SignInPolicy };
    });
  } catch (error) {
    if (error instanceof NoPractice) return null;
    throw error;
  }
};

/** All practices an account may enter now. */
export const homesOf = async (access: Access, account_id: string): Promise<Home[]> => {
  const homes = await Promise.all((await membershipsOf(access, account_id)).map((one) => homeOf(access, one)));
  return homes.filter((home) => home !== null);
};
