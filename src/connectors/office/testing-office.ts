import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type OfficeFault = 'hangs' | 'exit' | 'nothing' | '';

/** For tests: a program that behaves like `soffice`, by sim/soffice.ts. */
export const officeStandIn = () => {
  const folder = mkdtempSync(join(tmpdir(), 'tickmark-soffice-'));
  const [program, faults] = [join(folder, 'soffice'), join(folder, 'fault')];
  const sim = fileURLToPath(new URL('../../../sim/soffice.ts', import.meta.url));
  writeFileSync(program, `#!/bin/sh\nSOFFICE_FAULT_FILE='${faults}' exec '${process.execPath}' '${sim}' "$@"\n`);
  chmodSync(program, 0o755);
  return {
    program,
    does: (fault: OfficeFault) => writeFileSync(faults, fault),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
};
