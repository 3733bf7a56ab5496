import { Command } from 'commander';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { OUTCOMES } from '#inbox/arrivals/model.ts';
import { type Proof, prove } from '#inbox/arrivals/proof.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { House } from '../house.ts';
import { mailOfOperator, type OperatorMail } from '../messages/postmaster.ts';
import { dayOf } from './days.ts';
import { onHost } from './host.ts';
import { answer } from './terminal.ts';

interface Options {
  practice?: string;
  from: string;
  to: string;
  json?: boolean;
}

/** Mail that was taken in for the inbox. */
export const mailCommand = (): Command => {
  const mail = new Command('mail').description('Mail that was taken in for the inbox');
  mail
    .command('prove')
    .description('Prove that no mail disappeared: each has one outcome, its item and its raw bytes')
    .option('--practice <slug>', 'one practice; else all of them')
    .option('--from <day>', 'the first day, YYYY-MM-DD', dayOf, '2000-01-01')
    .option('--to <day>', 'the last day, YYYY-MM-DD', dayOf, '9999-12-31')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const found = await onHost((house) => proveAll(house, options));
      answer(
        options.json,
        found,
        found.flatMap(({ slug, ...proof }) => [`${slug}: ${lineOf(proof)}`, ...proof.findings]),
      );
      if (found.some(({ findings }) => findings.length)) process.exitCode = 1;
    });
  mail
    .command('postmaster')
    .description('Mail to the postmaster of the mail domain, the newest first')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await onHost(mailOfOperator);
      answer(json, found, found.length ? found.map(postmasterLine) : ['No mail to the postmaster.']);
    });
  return mail;
};

const postmasterLine = ({ received_at, sender, size_bytes, file }: OperatorMail): string =>
  `${received_at}  ${sender || 'nobody (a report)'}  ${size_bytes} bytes  files/${file}`;

const proveAll = async (house: House, { practice, from, to }: Options): Promise<(Proof & { slug: string })[]> => {
  const { rows } = await sql<{ id: Id; slug: string }>`
    select practice_id as id, slug from meta.practice order by slug`.execute(house.engine);
  const found = [];
  for (const { id, slug } of rows.filter((one) => !practice || one.slug === practice)) {
    const has = (key: string) => house.files.storage.has(key);
    found.push({ slug, ...(await inPractice(house.kernel.db, id, (desk) => prove(desk, { from, to }, has))) });
  }
  return found;
};

/** «12 mails = 9 item made + 2 duplicate + 1 set aside». */
const lineOf = ({ arrivals, outcomes, findings }: Proof): string => {
  const parts = OUTCOMES.filter((one) => outcomes[one]).map((one) => `${outcomes[one]} ${one.replaceAll('_', ' ')}`);
  const sum = parts.length ? ` = ${parts.join(' + ')}` : '';
  return `${arrivals} mails${sum}; ${findings.length ? `${findings.length} faults` : 'nothing disappeared'}`;
};
