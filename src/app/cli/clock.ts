import { Command } from 'commander';
import { newId } from '#ground/id.ts';
import { StartRefusal } from '#ground/result.ts';
import { addDays, dateAt, instantFrom, instantOf, isInstant, timeAt } from '#ground/time.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { moveClock, nextDuePoints } from '#kernel/sandbox/clock.ts';
import type { House } from '../house.ts';
import { onHost } from './host.ts';
import { practiceBySlug } from './keys.ts';
import { answer } from './terminal.ts';

interface Options {
  practice: string;
  json?: boolean;
}

/** The clock of a sandbox (PL-142); a live practice has none that could be moved. */
export const clockCommand = (): Command => {
  const clock = new Command('clock').description('The clock of a sandbox practice');
  const of = (name: string, text: string) =>
    clock
      .command(name)
      .description(text)
      .requiredOption('--practice <slug>', 'the sandbox’s short name')
      .option('--json', 'print one JSON document');
  of('show', 'Where it stands, and what wakes next').action((options: Options) =>
    inSandbox(options, async (house, practice) => {
      const shown = await inPractice(house.kernel.db, practice, async (desk) => ({
        now: desk.now,
        next: await nextDuePoints(desk),
      }));
      return [shown, [`now ${shown.now}`, ...shown.next.map((point) => JSON.stringify(point))]];
    }),
  );
  of('advance <days>', 'Move it on by so many days').action((days: string, options: Options) =>
    move(options, (now, zone) => instantOf(addDays(dateAt(now, zone), wholeDays(days)), timeAt(now, zone), zone)),
  );
  of('set <instant>', 'Move it on to an instant, for example 2026-12-31T09:00:00Z').action(
    (to: string, options: Options) =>
      move(options, () => {
        if (!isInstant(to)) throw new StartRefusal(`«${to}» is no instant: write one like 2026-12-31T09:00:00Z.`);
        return instantFrom(to);
      }),
  );
  return clock;
};

const move = (options: Options, target: (now: string, zone: string) => string): Promise<void> =>
  inSandbox(options, async (house, practice_id) => {
    const { now, zone } = await inPractice(house.kernel.db, practice_id, async (desk) => ({
      now: desk.now,
      zone: desk.practice.time_zone,
    }));
    const place = { practice_id, caller: { who: operatorWho(), request_id: newId() } };
    const moved = await moveClock(house.kernel, place, target(now, zone));
    if ('because' in moved) throw new StartRefusal(moved.because);
    return [
      moved,
      [`now ${moved.now}: ${moved.woken} things woke${moved.failed ? `, ${moved.failed} could not` : ''}`],
    ];
  });

const inSandbox = async (
  options: Options,
  work: (house: House, practice: string) => Promise<[unknown, string[]]>,
): Promise<void> => {
  const [value, lines] = await onHost(async (house) =>
    work(house, await practiceBySlug(house.engine, options.practice)),
  );
  answer(options.json, value, lines);
};

const wholeDays = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new StartRefusal(`«${text}» is no number of days.`);
  return Number(text);
};
