// The programs by which the long tests send mail as others do, where they are installed; `npm test -- --long` tries to install them (PL-11).
import { existsSync } from 'node:fs';
import { aptInstall, isDebianRoot } from './apt.mjs';

export const SWAKS = '/usr/bin/swaks';
const POSTFIX = ['/usr/sbin/postfix', '/usr/lib/postfix/sbin/master'];

export const hasSwaks = () => existsSync(SWAKS);

/** It keeps its queue under users of its own, so only root can run it. */
export const hasPostfix = () => process.getuid?.() === 0 && POSTFIX.every((file) => existsSync(file));

/** Installs them where that is possible, and says why where it is not: their tests are skipped then. */
export const installSenders = (say) => {
  for (const [name, has] of [
    ['swaks', hasSwaks],
    ['postfix', hasPostfix],
  ]) {
    if (has()) continue;
    say(`mail senders: no ${name} found, installing it`);
    const failed = isDebianRoot() ? aptInstall(name) : 'only Debian, as root, can install it';
    if (!has()) say(`mail senders: ${name} cannot be had here (${failed ?? 'the installer left none'})`);
  }
};

export const NO_SWAKS = 'SKIPPED: swaks is not installed, so no mail was sent by it.';
export const NO_POSTFIX = 'SKIPPED: Postfix is not installed, or this is not root, so no mail waited in its queue.';
