// Where LibreOffice's command line is, for the tests that ask the real one; nobody is made to install it.
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/soffice',
  '/usr/bin/libreoffice',
  '/usr/local/bin/soffice',
  '/opt/libreoffice/program/soffice',
];

export const findOffice = () => PLACES.find((path) => existsSync(path)) ?? null;

export const NO_OFFICE =
  'SKIPPED: LibreOffice is not installed, so no letter was made by the real one. Debian has it as libreoffice-writer-nogui.';
