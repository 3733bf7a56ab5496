import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Id, newId } from '#ground/id.ts';
import { StartRefusal } from '#ground/result.ts';
import type { Instant } from '#ground/time.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';
import { auditBundle } from '#kernel/history/export/bundle.ts';
import { eventFilter } from '#kernel/history/filters.ts';
import type { EventFilter } from '#kernel/history/store.ts';
import type { House } from '../house.ts';
import { onHost } from './host.ts';
import { practiceBySlug } from './keys.ts';
import { answer } from './terminal.ts';

interface Options {
  practice: string;
  out: string;
  from?: Instant;
  to?: Instant;
  member?: Id;
  thing?: Ref;
  verb?: string;
  json?: boolean;
}

/** `tickmark audit export`: the file, and the fingerprint that its reader should be told by another way (PL-105). */
export const auditExportCommand = (): Command =>
  new Command('export')
    .description('Events, seals and a signature in one tar, with the script that checks them')
    .requiredOption('--practice <slug>', 'the short name of the practice')
    .requiredOption('--out <file>', 'where the tar is written; what stands there already is kept')
    .option('--from <instant>', 'events since then, for example 2026-07-01T00:00:00.000Z')
    .option('--to <instant>', 'events before then')
    .option('--member <id>', 'what this member did')
    .option('--thing <kind:id>', 'what happened to this thing')
    .option('--verb <verb>', 'task.started, or task.* for all of a kind')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const filter = filterOf(options);
      const { events, seals, fingerprint } = await onHost((house, config) =>
        written(house, options, { filter, data: config.TICKMARK_DATA }),
      );
      answer(options.json, { out: options.out, events, seals, fingerprint }, [
        `${events} events under ${seals} seals are in ${options.out}. Unpacked, «node check.mjs» checks them.`,
        `Fingerprint of the key: ${fingerprint}`,
      ]);
    });

const written = async (
  house: House,
  { practice: slug, out }: Options,
  wanted: { filter: EventFilter; data: string },
) => {
  const practice = await practiceBySlug(house.engine, slug);
  while ((await sealAll(house.engine)) > 0);
  const caller = { who: operatorWho(), request_id: newId() };
  return inPractice(house.kernel.db, practice, async (desk) => {
    const made = await auditBundle(desk, caller, { ...wanted, hidden: [] });
    if (!made.yes) throw new StartRefusal(made.because);
    keep(out, made.tar);
    return made;
  });
};

const filterOf = ({ from, to, member, thing, verb }: Options): EventFilter => {
  const asked = eventFilter.safeParse({ from, to, actor: member && `member:${member}`, thing, verb });
  if (asked.success) return asked.data;
  const { path, message } = asked.error.issues[0]!;
  throw new StartRefusal(`--${path[0] === 'actor' ? 'member' : String(path[0])}: ${message}`);
};

const keep = (out: string, tar: Buffer): void => {
  try {
    writeFileSync(out, tar, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new StartRefusal(`${out} cannot be written (${(error as Error).message}): name another file.`);
  }
};
