import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { throwAway, throwAwayFolder } from '#kernel/database/testing-folder.ts';
import { hasPostfix } from '../../../bin/senders.mjs';

/** A real Postfix of a test, which hands all mail on to one server and tries again every second. */
export interface Postfix {
  /** Puts a mail into its queue, as a program on its machine would. */
  submit(from: string, to: string, raw: string): Promise<void>;
  /** Why each recipient in its queue still waits, in the words of the server; empty when nothing waits. */
  waiting(): string[];
  /** All that it has written down so far. */
  log(): string;
  end(): Promise<void>;
}

/** Its services, each without a jail, as its queue stands where no jail was made. */
const SERVICES = `pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

/** Starts one that hands on to `port` of this machine, by TLS where that is offered. */
export const startPostfix = async (port: number): Promise<Postfix> => {
  if (!hasPostfix()) throw new Error('Postfix is not installed, or this is not root');
  const home = await throwAwayFolder();
  const at = (...names: string[]) => join(home, ...names);
  // Its own users must reach what lies in it.
  chmodSync(home, 0o755);
  for (const name of ['etc', 'queue', 'data', 'log']) mkdirSync(at(name), { mode: 0o755 });
  const { uid } = statSync('/var/lib/postfix');
  chownSync(at('data'), uid, 0);
  writeFileSync(at('etc', 'master.cf'), SERVICES);
  writeFileSync(
    at('etc', 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${at('queue')}
data_directory = ${at('data')}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${at('log', 'mail.log')}
maillog_file_prefixes = ${at('log')}
myhostname = sender.example.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_protocols = ipv4
inet_interfaces = loopback-only
relayhost = [127.0.0.1]:${port}
smtp_tls_security_level = may
smtp_tls_loglevel = 1
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
smtp_destination_concurrency_failed_cohort_limit = 0
notify_classes =
`,
  );
  const postfix = (word: string) => execFileSync('/usr/sbin/postfix', ['-c', at('etc'), word], { stdio: 'pipe' });
  postfix('start');
  return {
    submit: (from, to, raw) =>
      new Promise((resolve, reject) => {
        const sender = execFile('/usr/sbin/sendmail', ['-C', at('etc'), '-i', '-f', from, to], (error) =>
          error ? reject(error) : resolve(),
        );
        sender.stdin!.end(raw);
      }),
    waiting: () =>
      execFileSync('/usr/sbin/postqueue', ['-c', at('etc'), '-j'], { encoding: 'utf8' })
        .split('\n')
        .filter(Boolean)
        .flatMap((line) => (JSON.parse(line) as { recipients: { delay_reason?: string }[] }).recipients)
        .map(({ delay_reason }) => delay_reason ?? ''),
    log: () => (existsSync(at('log', 'mail.log')) ? readFileSync(at('log', 'mail.log'), 'utf8') : ''),
    end: async () => {
      postfix('stop');
      await throwAway(home);
    },
  };
};
