// The IMAP server that tests of mailboxes meet, where it is installed; the set-up for tests tries to install it (PL-11).
import { existsSync } from 'node:fs';
import { aptInstall, isDebianRoot } from './apt.mjs';

const DOVECOT = '/usr/sbin/dovecot';
const IMAP = '/usr/lib/dovecot/imap';

/** The path of a Dovecot with IMAP; undefined where there is none. */
export const findDovecot = () => ([DOVECOT, IMAP].every((file) => existsSync(file)) ? DOVECOT : undefined);

/** Installs it where that is possible, and says why where it is not: its tests are skipped then. */
export const installDovecot = (say) => {
  say('imap server: no Dovecot found, installing one');
  const failed = isDebianRoot() ? aptInstall('dovecot-imapd') : 'only Debian, as root, can install it';
  const found = failed ? undefined : findDovecot();
  if (!found) say(`imap server: Dovecot cannot be had here (${failed ?? 'the installer left none'})`);
  return found;
};

export const NO_DOVECOT = 'SKIPPED: Dovecot is not installed (dovecot-imapd), so no mailbox was read.';
