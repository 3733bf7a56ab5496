import { StartRefusal } from '#ground/result.ts';
import { startEmbedded } from '#kernel/database/embedded.ts';
import { connect } from '#kernel/database/embedded-server.ts';
import { migrate } from '#kernel/database/migrate.ts';
import { type DatabaseUrls, ensureRoles } from '#kernel/database/roles.ts';
import { tooOld } from '#kernel/database/server-version.ts';
import type { Config } from './config.ts';

/** The database's name in the embedded cluster. */
const EMBEDDED_NAME = 'tickmark';

export interface Installation {
  urls: DatabaseUrls;
  embedded: boolean;
  /** A server of the same data folder was running already. */
  adopted: boolean;
  /** Lets go of the database; the embedded one stops with its last process (PL-153). */
  stop(): Promise<void>;
}

/**
 * The database of this installation, ready for work: the embedded one where DATABASE_URL is unset (PL-5), its roles made and
 * its schema at this release's. Throws StartRefusal with a sentence (PL-10, PL-52, PL-165).
 */
export const openInstallation = async (
  config: Config,
  say: (line: string) => void,
  change = config.TICKMARK_MIGRATE,
): Promise<Installation> => {
  const server = config.DATABASE_URL
    ? { url: config.DATABASE_OWNER_URL ?? config.DATABASE_URL, adopted: false, stop: async () => true, embedded: false }
    : {
        ...(await startEmbedded({ dataDir: config.TICKMARK_DATA, pgUid: config.TICKMARK_PG_UID, say })),
        embedded: true,
      };
  const stop = async () => void (await server.stop());
  try {
    if (!server.embedded) await refuseOldServer(server.url).catch(unreachable);
    const urls = await ensureRoles(server.url, server.embedded ? EMBEDDED_NAME : undefined).catch(unreachable);
    await migrate({ ownerUrl: urls.ownerUrl, change, say });
    await refuseStrongLogin(urls.appUrl);
    return { urls, embedded: server.embedded, adopted: server.adopted, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const refuseOldServer = async (url: string): Promise<void> => {
  const { n } = await answerOf<{ n: string }>(url, `select current_setting('server_version_num') as n`);
  const because = tooOld(Number(n));
  if (because) throw new StartRefusal(because);
};

const unreachable = (error: Error): never => {
  if (error instanceof StartRefusal) throw error;
  throw new StartRefusal(
    `The database of DATABASE_URL does not serve us: ${error.message}. Check the address, the password and that its login may create roles.`,
  );
};

/** The app must own nothing and be unable to look past row security (PL-52). */
const refuseStrongLogin = async (appUrl: string): Promise<void> => {
  const { strong } = await answerOf<{ strong: boolean }>(
    appUrl,
    `select rolsuper or rolbypassrls as strong from pg_roles where rolname = current_user`,
  );
  if (strong)
    throw new StartRefusal(
      'The app’s login is a superuser or may bypass row security. Give DATABASE_URL a login that is neither.',
    );
};

/** The one row of a question, on a connection of its own. */
const answerOf = async <Row extends object>(url: string, query: string): Promise<Row> => {
  const client = await connect(url, 'tickmark-check');
  try {
    return (await client.query<Row>(query)).rows[0]!;
  } finally {
    await client.end();
  }
};
