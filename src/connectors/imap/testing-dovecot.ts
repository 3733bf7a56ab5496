import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwAway, throwAwayFolder } from '#kernel/database/testing-folder.ts';
import { findDovecot } from '../../../bin/dovecot.mjs';
import { selfSigned } from '../testing-certificate.ts';

/** A real IMAP server of a test, with a certificate that it signed itself. */
export interface Dovecot {
  /** TLS from the first byte, and STARTTLS. */
  port: number;
  plain_port: number;
  /** In PEM, to be trusted. */
  ca: string;
  ca_file: string;
  user: string;
  password: string;
  /** Puts a mail into the inbox, `days` ago. */
  deliver(raw: string | Uint8Array, days?: number): void;
  /** How many mails a folder holds; without a name the inbox. */
  count(folder?: string): number;
  /** How many of the inbox are marked as read. */
  seen(): number;
  /** Numbers all mail anew, as after a restored backup. */
  renumber(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  end(): Promise<void>;
}

/** Whom mail belongs to where the server runs as root, which no mail may. */
const NOBODY = 65_534;

/** Starts one with a folder «Done» beside the inbox; `capabilities` replaces what it says it can do. */
export const startDovecot = async ({ capabilities }: { capabilities?: string } = {}): Promise<Dovecot> => {
  const program = findDovecot();
  if (!program) throw new Error('Dovecot is not installed');
  const home = await throwAwayFolder();
  const at = (...names: string[]) => join(home, ...names);
  const isRoot = process.getuid?.() === 0;
  const [port, plain_port] = [await freePort(), await freePort()];
  const user = 'office@harbour.example';
  const password = 'a tested password';
  const own = (path: string) => isRoot && chownSync(path, NOBODY, NOBODY);
  const folder = (...names: string[]) => {
    mkdirSync(at(...names), { recursive: true });
    own(at(...names));
  };
  for (const box of [['mail'], ['mail', '.Done']]) {
    folder(...box);
    for (const part of ['cur', 'new', 'tmp']) folder(...box, part);
  }
  folder('run');
  selfSigned(at('cert.pem'), at('key.pem'));
  writeFileSync(at('users'), `${user}:{PLAIN}${password}\n`, { mode: 0o644 });
  const me = userInfo().username;
  const whose = isRoot
    ? `first_valid_uid = 1\nmail_uid = ${NOBODY}\nmail_gid = ${NOBODY}`
    : `default_internal_user = ${me}\ndefault_login_user = ${me}\nservice anvil {\n chroot =\n}\nservice imap-login {\n chroot =\n}`;
  writeFileSync(
    at('dovecot.conf'),
    `protocols = imap
listen = 127.0.0.1
base_dir = ${at('run')}
log_path = ${at('log')}
auth_failure_delay = 0
ssl = required
ssl_cert = <${at('cert.pem')}
ssl_key = <${at('key.pem')}
mail_location = maildir:${at('mail')}
${whose}
${capabilities ? `imap_capability = ${capabilities}` : ''}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${at('users')}
}
userdb {
  driver = static
  args = uid=${isRoot ? NOBODY : process.getuid?.()} gid=${isRoot ? NOBODY : process.getgid?.()} home=${at('mail')}
}
service imap-login {
  inet_listener imap {
    port = ${plain_port}
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
  ${isRoot ? '' : 'chroot ='}
}
`,
  );
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(program, ['-F', '-c', at('dovecot.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr?.on('data', (more) => {
      said += more;
    });
    await answering(port, () => `${said}${existsSync(at('log')) ? readFileSync(at('log'), 'utf8') : ''}`);
  };
  const stop = async (): Promise<void> => {
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child!.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  const files = (...names: string[]): string[] =>
    ['new', 'cur'].flatMap((part) => readdirSync(at('mail', ...names, part)));
  let count = 0;
  await start();
  return {
    port,
    plain_port,
    ca: readFileSync(at('cert.pem'), 'utf8'),
    ca_file: at('cert.pem'),
    user,
    password,
    deliver: (raw, days = 0) => {
      count += 1;
      const when = Date.now() / 1000 - days * 86_400;
      const name = `${Math.floor(when)}.M${count}P${process.pid}.test`;
      const path = at('mail', 'tmp', name);
      writeFileSync(path, raw);
      utimesSync(path, when, when);
      own(path);
      renameSync(path, at('mail', 'new', name));
    },
    count: (name) => files(...(name ? [`.${name}`] : [])).length,
    seen: () => files().filter((name) => /:2,[A-Z]*S/.test(name)).length,
    renumber: async () => {
      await stop();
      // its numbers are made of the second in which it makes them
      await sleep(1_100);
      for (const name of readdirSync(at('mail')).filter((one) => one.startsWith('dovecot'))) rmSync(at('mail', name));
      await start();
    },
    stop,
    start,
    end: async () => {
      await stop();
      await throwAway(home);
    },
  };
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const answering = async (port: number, log: () => string): Promise<void> => {
  for (let left = 100; left; left -= 1) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (there) return;
    await sleep(100);
  }
  throw new Error(`Dovecot does not answer: ${log()}`);
};
