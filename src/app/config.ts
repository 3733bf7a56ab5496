import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { StartRefusal } from '#ground/result.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Variable<T extends z.ZodType> {
  schema: T;
  /** Completes «must be …». */
  shape: string;
  example: string;
  /** Never shown, not even when it is wrong (PL-16). */
  secret?: true;
}

const variable = <T extends z.ZodType>(schema: T, shape: string, example: string, secret?: true): Variable<T> =>
  secret ? { schema, shape, example, secret } : { schema, shape, example };

const whole = (least: number, most: number, otherwise: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(least).max(most)).default(otherwise);
const number = (least: number, most: number, otherwise: number) =>
  variable(whole(least, most, otherwise), `a whole number from ${least} to ${most}`, String(otherwise));
const flag = (otherwise: boolean) =>
  variable(
    z
      .enum(['0', '1'])
      .transform((text) => text === '1')
      .default(otherwise),
    '0 or 1',
    otherwise ? '0' : '1',
  );
const secret = (schema: z.ZodString, shape: string, example: string) =>
  variable(schema.optional(), shape, example, true);

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const address = z.string().regex(/^postgres(ql)?:\/\/[^\s/]+\/[^\s/]+$/);
const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()])));
/** Only its origin counts: every route of ours begins at the root. */
const publicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => /^https?:\/\/[^/?#@]+\/?$/.test(text))
  .transform((text) => new URL(text).origin);

/** Everything that may be set (platform.md 3.2). The name of a setting is the name of its variable. */
const VARIABLES = {
  PORT: number(1, 65_535, 4300),
  HOST: variable(
    z.union([z.ipv4(), z.ipv6(), z.string().regex(HOST_NAME)]).default('127.0.0.1'),
    'an address or a name of this machine',
    '0.0.0.0',
  ),
  PUBLIC_URL: variable(publicUrl.optional(), 'an http or https address without a path', 'https://tickmark.example'),
  TRUSTED_PROXIES: variable(proxies.default([]), 'networks in CIDR form, separated by commas', '10.0.0.0/8,fd00::/8'),
  TICKMARK_DATA: variable(z.string().default('data'), 'a folder', '/srv/tickmark'),
  DATABASE_URL: secret(address, 'an address of a PostgreSQL database', 'postgres://user:password@host:5432/tickmark'),
  DATABASE_OWNER_URL: secret(
    address,
    'an address of a PostgreSQL database',
    'postgres://owner:password@host:5432/tickmark',
  ),
  DATABASE_POOL: number(1, 100, 10),
  TICKMARK_MASTER_KEY: secret(
    z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
    '32 bytes in base64',
    '$(head -c 32 /dev/urandom | base64)',
  ),
  TICKMARK_SANDBOX: flag(false),
  TICKMARK_PG_UID: number(1, 4_294_967_294, 65_534),
  WORKER_CONCURRENCY: number(1, 64, 4),
  DISPATCH_INTERVAL_MS: number(50, 5_000, 250),
  TICKMARK_KEY: secret(z.string().regex(/^\S+$/), 'an API key', 'the key that «tickmark keys create» printed'),
  TICKMARK_MIGRATE: flag(true),
  FILE_MAX_MB: number(1, 200, 25),
  INBOUND_SMTP_PORT: variable(
    z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(0).max(65_535)).optional(),
    'a whole number from 0 to 65535',
    '2525',
  ),
  INBOUND_DOMAIN: variable(
    z
      .string()
      .regex(HOST_NAME)
      .transform((name) => name.toLowerCase())
      .optional(),
    'the name of a mail domain',
    'inbox.tickmark.example',
  ),
  INBOUND_MAX_MB: number(5, 50, 25),
  INBOUND_LIMITS: flag(true),
  INBOUND_TLS_CERT: variable(z.string().optional(), 'a file', '/etc/ssl/mail.pem'),
  INBOUND_TLS_KEY: variable(z.string().optional(), 'a file', '/etc/ssl/mail.key'),
  MAIL_PORT: variable(
    z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(65_535)).optional(),
    'a whole number from 1 to 65535',
    '2525',
  ),
  MAIL_AUTHSERV: variable(z.string().regex(HOST_NAME).optional(), 'the name of a mail server', 'mx.tickmark.example'),
  MAIL_SPAM_HEADER: variable(
    z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/)
      .optional(),
    'the name of a header',
    'X-Spam-Flag',
  ),
  LETTER_CONVERTER: variable(z.string().optional(), 'a program', '/usr/bin/soffice'),
  MAILBOX_CA_FILE: variable(z.string().optional(), 'a file', '/etc/ssl/certs/our-mail.pem'),
  METRICS_TOKEN: secret(
    z.string().regex(/^\S{16,}$/),
    'at least 16 characters without a space',
    '$(openssl rand -hex 16)',
  ),
  LOG_LEVEL: variable(z.enum(LEVELS).default('info'), `one of ${LEVELS.join(', ')}`, 'warn'),
  CHROMIUM_PATH: variable(z.string().optional(), 'the file of a Chromium', '/usr/bin/chromium'),
  TEST_DATABASE_URL: secret(
    address,
    'an address of a PostgreSQL database',
    'postgres://user:password@host:5432/postgres',
  ),
  CI: variable(
    z
      .string()
      .optional()
      .transform((text) => !!text && text !== '0' && text !== 'false'),
    '0 or 1',
    '1',
  ),
};

type Name = keyof typeof VARIABLES;
type Parsed = { [K in Name]: z.output<(typeof VARIABLES)[K]['schema']> };
export type Config = Omit<Parsed, 'PUBLIC_URL'> & { PUBLIC_URL: string };
export type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = Object.keys(VARIABLES) as Name[];

/**
 * The configuration an environment says, or all its mistakes at once, each with name, expected shape and an example (PL-15).
 * An empty variable is one that is not set. Relative folders begin beside package.json.
 */
export const readConfig = (
  environment: Environment,
): { yes: true; config: Config } | { yes: false; mistakes: string[] } => {
  const mistakes = unknownNames(environment);
  const parsed: Record<string, unknown> = {};
  for (const name of NAMES) {
    const result = VARIABLES[name].schema.safeParse(environment[name] || undefined);
    if (result.success) parsed[name] = result.data;
    else mistakes.push(mistake(name, environment[name] ?? ''));
  }
  if (environment.DATABASE_OWNER_URL && !environment.DATABASE_URL) {
    mistakes.push('DATABASE_OWNER_URL is the second login of a database: set DATABASE_URL too, or neither.');
  }
  if (!environment.INBOUND_TLS_CERT !== !environment.INBOUND_TLS_KEY) {
    mistakes.push('INBOUND_TLS_CERT and INBOUND_TLS_KEY belong together: set both, or neither.');
  }
  if (mistakes.length) return { yes: false, mistakes };
  const config = parsed as Parsed;
  const PUBLIC_URL = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
  return { yes: true, config: { ...config, PUBLIC_URL, TICKMARK_DATA: resolve(ROOT, config.TICKMARK_DATA) } };
};

/** Where mail comes in, and under which domain the practices have their addresses; null where nothing listens (IN-43). */
export const mailIn = ({
  INBOUND_SMTP_PORT: said,
  INBOUND_DOMAIN,
  MAIL_PORT,
}: Pick<Config, 'INBOUND_SMTP_PORT' | 'INBOUND_DOMAIN' | 'MAIL_PORT'>): {
  port: number;
  domain: string | null;
} | null => {
  const port = said ?? MAIL_PORT ?? (INBOUND_DOMAIN ? 2525 : 0);
  return port ? { port, domain: INBOUND_DOMAIN ?? (said ? 'inbox.localhost' : null) } : null;
};

const mistake = (name: Name, value: string): string => {
  const { shape, example, secret: isSecret } = VARIABLES[name] as Variable<z.ZodType>;
  return `${name} ${isSecret ? '' : `is «${value}», but `}must be ${shape}, for example ${name}=${example}`;
};

const unknownNames = (environment: Environment): string[] =>
  Object.keys(environment)
    .filter((name) => name.startsWith('TICKMARK_') && !Object.hasOwn(VARIABLES, name))
    .map((name) => `${name} is not known: is it ${nearest(name)} that you mean?`);

const nearest = (name: string): string => {
  const known = NAMES.filter((other) => other.startsWith('TICKMARK_'));
  return known.reduce((best, other) => (distance(name, other) < distance(name, best) ? other : best));
};

/** How many letters must be put in, taken out or changed to get from one name to the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
};

/** What deserves a word at start without stopping it. */
export const warnings = (config: Config): string[] =>
  /^(127\.|::1$|localhost$)/.test(config.HOST) || config.PUBLIC_URL.startsWith('https:')
    ? []
    : [`HOST=${config.HOST} lets other machines in, and without an https PUBLIC_URL passwords travel in clear text.`];

/** Every setting for people to read: secrets only as «set» or «not set» (PL-16). */
export const describeConfig = (config: Config): { name: string; value: string }[] =>
  NAMES.map((name) => {
    const value = config[name];
    const isSet = value !== undefined;
    if ((VARIABLES[name] as Variable<z.ZodType>).secret) return { name, value: isSet ? 'set' : 'not set' };
    return { name, value: isSet ? shown(value) : 'not set' };
  });

const shown = (value: string | number | boolean | string[]): string =>
  typeof value === 'boolean' ? String(Number(value)) : Array.isArray(value) ? value.join(',') || 'none' : String(value);

/** The configuration of this process: its environment, and below it the `.env` beside package.json. Throws StartRefusal. */
export const loadConfig = (environment: Environment = process.env, folder = ROOT): Config => {
  const result = readConfig({ ...envFile(folder), ...environment });
  if (result.yes) return result.config;
  throw new StartRefusal(result.mistakes.join('\n'));
};

const envFile = (folder: string): Environment => {
  const file = join(folder, '.env');
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartRefusal(`${file} cannot be read (${(error as Error).message}): make it readable, or delete it.`);
  }
};
