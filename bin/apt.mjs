// Programs that the tests need and Debian has, installed where that is possible (PL-11). Plain JavaScript for Node 20.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const isDebianRoot = () => {
  try {
    return process.getuid?.() === 0 && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
};

/** What went wrong; undefined when it is installed. No service is started with it. */
export const aptInstall = (name) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  return failure('apt-get', [...wait, 'update'], env) ?? failure('apt-get', [...wait, 'install', '-y', name], env);
};

/** What went wrong, in the program's own last line; undefined when nothing did. */
export const failure = (program, args, env = process.env) => {
  const done = spawnSync(program, args, { env, encoding: 'utf8', timeout: 15 * 60_000, maxBuffer: 64 << 20 });
  if (done.status === 0) return undefined;
  const lines = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n');
  return done.error?.message ?? lines.findLast((line) => /error|^E:|fail/i.test(line)) ?? lines.at(-1);
};
