import { Command, InvalidArgumentError } from 'commander';
import { sealAll } from '#kernel/audit/seal.ts';
import { type Anchor, type Verified, verify } from '#kernel/audit/verify.ts';
import type { House } from '../house.ts';
import { auditCheckCommand } from './audit-check.ts';
import { auditExportCommand } from './audit-export.ts';
import { onHost, practices } from './host.ts';
import { answer } from './terminal.ts';

interface Options {
  practice?: string;
  anchor?: Anchor;
  json?: boolean;
}

export const auditCommand = (): Command => {
  const audit = new Command('audit').description('The chain of events');
  audit
    .command('verify')
    .description('Recompute every event and seal, and report the first that was changed, removed, added or moved')
    .option('--practice <slug>', 'one practice; else all of them')
    .option('--anchor <no:hash>', 'a seal kept outside, so that a cut tail shows', anchorOf)
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const found = await onHost((house) => verifyAll(house, options));
      answer(
        options.json,
        found,
        found.map(({ slug, ...result }) => `${slug}: ${lineOf(result)}`),
      );
      if (found.some((result) => !result.ok)) process.exitCode = 1;
    });
  audit.addCommand(auditExportCommand());
  audit.addCommand(auditCheckCommand());
  return audit;
};

const verifyAll = async (house: House, { practice, anchor }: Options): Promise<(Verified & { slug: string })[]> => {
  await sealAll(house.engine);
  const all = (await practices(house)).filter(({ slug }) => !practice || slug === practice);
  const found = [];
  for (const { id, slug } of all) found.push({ slug, ...(await verify(house.kernel.db, id, anchor)) });
  return found;
};

const lineOf = ({ ok, events, seals, pruned, anchor, finding }: Verified): string => {
  if (!ok) return finding!;
  const gone = pruned ? `Pruned until ${pruned.until}, seals 1–${pruned.seals} kept. ` : '';
  return `${events} events in ${seals} seals are whole. ${gone}Anchor ${anchor ? `${anchor.no}:${anchor.hash}` : 'none yet'}`;
};

const anchorOf = (text: string): Anchor => {
  const [, no, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!no || !hash) throw new InvalidArgumentError('An anchor looks like 12:9f86d0…, as an earlier run printed it.');
  return { no: Number(no), hash };
};
