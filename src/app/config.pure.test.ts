import { describe, expect, test } from 'vitest';
import { type Config, describeConfig, type Environment, readConfig, warnings } from './config.ts';

const configOf = (environment: Environment): Config => {
  const result = readConfig(environment);
  if (!result.yes) throw new Error(result.mistakes.join('\n'));
  return result.config;
};

const mistakesOf = (environment: Environment): string[] => {
  const result = readConfig(environment);
  return result.yes ? [] : result.mistakes;
};

describe('what is not set', () => {
  test('PL-15 an empty environment is a whole configuration', () => {
    const config = configOf({});
    expect(config).toMatchObject({
      PORT: 4300,
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:4300',
      TRUSTED_PROXIES: [],
      DATABASE_POOL: 10,
      TICKMARK_PG_UID: 65_534,
      WORKER_CONCURRENCY: 4,
      DISPATCH_INTERVAL_MS: 250,
      TICKMARK_SANDBOX: false,
      TICKMARK_MIGRATE: true,
      FILE_MAX_MB: 25,
      LOG_LEVEL: 'info',
    });
    expect(config.TICKMARK_DATA).toMatch(/^\/.*\/data$/);
    expect(config.DATABASE_URL).toBeUndefined();
  });

  test('PL-15 an empty variable counts as not set, and names of other programs are none of our business', () => {
    expect(configOf({ PORT: '', DATABASE_URL: '', LOGLEVEL: 'loud', TICKMARKS: '1' })).toEqual(configOf({}));
  });

  test('PL-15 links follow the port until PUBLIC_URL says otherwise', () => {
    expect(configOf({ PORT: '4301' }).PUBLIC_URL).toBe('http://localhost:4301');
    expect(configOf({ PUBLIC_URL: 'https://practice.example/' }).PUBLIC_URL).toBe('https://practice.example');
  });
});

describe('mistakes', () => {
  test('PL-15 all mistakes are reported together with name, expected shape and an example', () => {
    expect(mistakesOf({ PORT: 'abc', DATABASE_POOL: '0', LOG_LEVEL: 'loud', TICKMARK_DTA: '/x' })).toEqual([
      'TICKMARK_DTA is not known: is it TICKMARK_DATA that you mean?',
      'PORT is «abc», but must be a whole number from 1 to 65535, for example PORT=4300',
      'DATABASE_POOL is «0», but must be a whole number from 1 to 100, for example DATABASE_POOL=10',
      'LOG_LEVEL is «loud», but must be one of trace, debug, info, warn, error, fatal, silent, for example LOG_LEVEL=warn',
    ]);
  });

  test.each([
    ['TICKMARK_PGUID', 'TICKMARK_PG_UID'],
    ['TICKMARK_MASTERKEY', 'TICKMARK_MASTER_KEY'],
    ['TICKMARK_MIGRATIONS', 'TICKMARK_MIGRATE'],
    ['TICKMARK_SANDBOXES', 'TICKMARK_SANDBOX'],
  ])('PL-15 %s is refused with the nearest known name', (name, known) => {
    expect(mistakesOf({ [name]: '1' })).toEqual([`${name} is not known: is it ${known} that you mean?`]);
  });

  test.each([
    ['PORT', ['1', '65535'], ['0', '65536', '43.5', '-1', ' 80']],
    ['HOST', ['0.0.0.0', '::', 'localhost', 'web-1.internal'], ['two words', 'http://x', '-x']],
    [
      'PUBLIC_URL',
      ['http://10.0.0.4:4300', 'https://a.example'],
      ['a.example', 'ftp://a.example', 'https://a.example/x', 'https://u:p@a.example', 'https://a.example?x'],
    ],
    ['TRUSTED_PROXIES', ['10.0.0.0/8', '10.0.0.0/8, fd00::/8'], ['10.0.0.1', 'proxy', '10.0.0.0/33', '10.0.0.0/8,,']],
    [
      'DATABASE_URL',
      ['postgres://u:p@h:5432/d', 'postgresql://h/d?sslmode=require'],
      ['mysql://h/d', 'postgres://h', 'h/d'],
    ],
    [
      'TICKMARK_MASTER_KEY',
      [Buffer.alloc(32).toString('base64')],
      [Buffer.alloc(31).toString('base64'), 'x'.repeat(44)],
    ],
    ['TICKMARK_SANDBOX', ['0', '1'], ['yes', 'true', '2']],
    ['TICKMARK_PG_UID', ['1', '65534'], ['0', 'nobody']],
    ['DISPATCH_INTERVAL_MS', ['50', '5000'], ['49', '5001']],
    ['METRICS_TOKEN', ['0123456789abcdef'], ['short', 'with a space in it']],
    ['FILE_MAX_MB', ['1', '200'], ['0', '201']],
    ['INBOUND_SMTP_PORT', ['0', '2525', '65535'], ['-1', '65536', 'smtp']],
    ['INBOUND_DOMAIN', ['in.example.test'], ['in example', '@x']],
    ['INBOUND_MAX_MB', ['5', '50'], ['4', '51']],
    ['MAIL_PORT', ['1', '65535'], ['0', 'smtp']],
    ['MAIL_AUTHSERV', ['mx.tickmark.example'], ['mx tickmark']],
    ['LETTER_CONVERTER', ['/usr/bin/soffice'], []],
    ['MAILBOX_CA_FILE', ['/etc/ssl/certs/our-mail.pem'], []],
    ['MAIL_SPAM_HEADER', ['X-Spam-Flag'], ['X Spam', 'X-Spam:']],
  ])('PL-15 %s takes what its shape says and nothing else', (name, right, wrong) => {
    for (const value of right) expect(mistakesOf({ [name]: value }), value).toEqual([]);
    for (const value of wrong) expect(mistakesOf({ [name]: value }), value).toHaveLength(1);
  });

  test('PL-15 an owner login without a database is refused', () => {
    expect(mistakesOf({ DATABASE_OWNER_URL: 'postgres://o:p@h/d' })).toEqual([
      expect.stringContaining('set DATABASE_URL too'),
    ]);
    expect(mistakesOf({ DATABASE_OWNER_URL: 'postgres://o:p@h/d', DATABASE_URL: 'postgres://a:p@h/d' })).toEqual([]);
  });
});

const SECRETS = {
  DATABASE_URL: 'planted-1',
  DATABASE_OWNER_URL: 'planted-2',
  TICKMARK_MASTER_KEY: 'planted-3',
  TICKMARK_KEY: 'planted 4',
  METRICS_TOKEN: 'planted-5',
  TEST_DATABASE_URL: 'planted-6',
};

describe('secrets', () => {
  test('PL-16 a wrong secret is named but never repeated', () => {
    const mistakes = mistakesOf(SECRETS);
    expect(mistakes).toHaveLength(6);
    expect(mistakes.join('\n')).not.toContain('planted');
  });

  test('PL-16 a description shows secrets as set or not set, and everything else as it is', () => {
    const config = configOf({
      DATABASE_URL: 'postgres://u:planted@h/d',
      TRUSTED_PROXIES: '10.0.0.0/8',
      TICKMARK_SANDBOX: '1',
    });
    const described = Object.fromEntries(describeConfig(config).map(({ name, value }) => [name, value]));
    expect(described).toMatchObject({
      DATABASE_URL: 'set',
      METRICS_TOKEN: 'not set',
      PORT: '4300',
      TRUSTED_PROXIES: '10.0.0.0/8',
      TICKMARK_SANDBOX: '1',
    });
    expect(JSON.stringify(described)).not.toContain('planted');
  });
});

test('PL-15 an address that other machines reach draws a warning unless links are https', () => {
  expect(warnings(configOf({}))).toEqual([]);
  expect(warnings(configOf({ HOST: '0.0.0.0' }))).toHaveLength(1);
  expect(warnings(configOf({ HOST: '0.0.0.0', PUBLIC_URL: 'https://practice.example' }))).toEqual([]);
});
