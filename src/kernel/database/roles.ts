import { createHmac } from 'node:crypto';
import pg from 'pg';

/**
 * The four logins of an installation. None is a superuser and none may bypass row security; the owner's tables have it
 * forced, so even a migration sees no practice's rows unless it says which.
 */
export const ROLES = ['tickmark_owner', 'tickmark_app', 'tickmark_engine', 'tickmark_auth'] as const;
export type RoleName = (typeof ROLES)[number];

export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
  engineUrl: string;
  authUrl: string;
}

/**
 * Makes the roles and the database where they are missing, and gives back one address per role.
 * With a superuser (the embedded cluster) each role signs in by itself, with a password derived from the superuser's; with
 * any other login the roles are taken on by `set role` at connect (PL-52).
 * Throws what PostgreSQL says when the login may not create roles.
 */
export const ensureRoles = async (adminUrl: string, databaseName?: string): Promise<DatabaseUrls> => {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'tickmark-setup' });
  await client.connect();
  try {
    const { rows } = await client.query<{ super: boolean; login: string; here: string }>(
      `select rolsuper as super, current_user as login, current_database() as here from pg_roles where rolname = current_user`,
    );
    const { super: isSuperuser, login, here } = rows[0]!;
    const secret = new URL(adminUrl.replace(/^postgres(ql)?:/, 'http:').replace('@/', '@socket/')).password;
    const passwordOf = (role: string) => createHmac('sha256', decodeURIComponent(secret)).update(role).digest('hex');
    for (const role of ROLES) {
      const known = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (!known.rowCount)
        await client.query(`create role ${role} nosuperuser nobypassrls ${isSuperuser ? 'login' : 'nologin'}`);
      if (isSuperuser) await client.query(`alter role ${role} login password '${passwordOf(role)}'`);
      else await client.query(`grant ${role} to ${client.escapeIdentifier(login)}`).catch(ignoreOwnGrant);
    }
    const database = databaseName ?? here;
    const exists = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (!exists.rowCount)
      await client.query(`create database ${client.escapeIdentifier(database)} owner tickmark_owner`);
    await client.query(
      `grant connect, create, temporary on database ${client.escapeIdentifier(database)} to tickmark_owner`,
    );
    const url = (role: RoleName) =>
      isSuperuser
        ? urlAs(adminUrl, role, passwordOf(role), database)
        : withRole(urlAs(adminUrl, null, null, database), role);
    return {
      ownerUrl: url('tickmark_owner'),
      appUrl: url('tickmark_app'),
      engineUrl: url('tickmark_engine'),
      authUrl: url('tickmark_auth'),
    };
  } finally {
    await client.end();
  }
};

const ignoreOwnGrant = (error: Error): void => {
  if (!/already a member|circular/i.test(error.message)) throw error;
};

const urlAs = (url: string, user: string | null, password: string | null, database: string): string => {
  const match = /^(postgres(?:ql)?:\/\/)(?:([^@/]*)@)?([^/?]*)(?:\/([^?]*))?(\?.*)?$/.exec(url);
  if (!match) throw new Error('A database address looks like postgres://user:password@host:5432/name.');
  const [, scheme, credentials = '', host = '', , query = ''] = match;
  const login = user ? `${user}:${encodeURIComponent(password ?? '')}` : credentials;
  return `${scheme}${login ? `${login}@` : ''}${host}/${encodeURIComponent(database)}${query}`;
};

const withRole = (url: string, role: RoleName): string =>
  `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c role=${role}`)}`;
