import { createHmac, randomBytes } from 'node:crypto';
import { keyFile } from '#kernel/database/key-file.ts';
import { type Config, mailIn } from './config.ts';

/** The 32 bytes that wrap every secret of the installation: TICKMARK_MASTER_KEY, else `keys/master.key`, made at the first start. */
export const masterKey = (config: Pick<Config, 'TICKMARK_DATA' | 'TICKMARK_MASTER_KEY'>): Buffer =>
  Buffer.from(
    config.TICKMARK_MASTER_KEY ?? keyFile(config.TICKMARK_DATA, 'master.key', () => randomBytes(32).toString('base64')),
    'base64',
  );

/** What the house needs to know of the installation: its address, its folder, and a secret derived from the master key. */
export const identity = (
  config: Pick<
    Config,
    | 'TICKMARK_DATA'
    | 'TICKMARK_MASTER_KEY'
    | 'PUBLIC_URL'
    | 'FILE_MAX_MB'
    | 'HOST'
    | 'MAIL_AUTHSERV'
    | 'MAIL_SPAM_HEADER'
    | 'LETTER_CONVERTER'
    | 'MAILBOX_CA_FILE'
    | 'INBOUND_MAX_MB'
    | 'MAIL_PORT'
    | 'INBOUND_SMTP_PORT'
    | 'INBOUND_DOMAIN'
  >,
): {
  publicUrl: string;
  dataDir: string;
  fileMaxBytes: number;
  mailAuthserv: string | undefined;
  spamHeader: string | undefined;
  letterConverter: string | undefined;
  mailboxCa: string | undefined;
  mailMaxBytes: number;
  mailDomain: string | null;
  mailPort: { host: string; port: number } | null;
  receivesMail: boolean;
  secret: string;
} => ({
  publicUrl: config.PUBLIC_URL,
  dataDir: config.TICKMARK_DATA,
  fileMaxBytes: config.FILE_MAX_MB * 1_048_576,
  mailAuthserv: config.MAIL_AUTHSERV,
  spamHeader: config.MAIL_SPAM_HEADER,
  letterConverter: config.LETTER_CONVERTER,
  mailboxCa: config.MAILBOX_CA_FILE,
  mailMaxBytes: config.INBOUND_MAX_MB * 1_048_576,
  mailDomain: mailIn(config)?.domain ?? null,
  mailPort: portOf(config),
  receivesMail: config.MAIL_PORT !== undefined,
  secret: createHmac('sha256', masterKey(config)).update('sign-in').digest('hex'),
});

const portOf = (config: Parameters<typeof identity>[0]): { host: string; port: number } | null => {
  const at = mailIn(config);
  return at && { host: config.HOST, port: at.port };
};
