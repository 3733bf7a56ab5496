import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { sql } from 'kysely';
import { StartRefusal } from '#ground/result.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { fingerprintOf } from '#kernel/history/export/signing.ts';
import { checked } from '#workflows/proof/checking.ts';
import { proofFinding } from '#workflows/proof/store.ts';
import type { House } from '../house.ts';
import { onHost } from './host.ts';
import { answer } from './terminal.ts';

/** `tickmark audit check`: whether the file of a run is what this installation knows of it (WF-205). */
export const auditCheckCommand = (): Command =>
  new Command('check')
    .description('Check the file of an exported run against the chain of this installation')
    .argument('<file>', 'the JSON file that «Export» on the page of a run made')
    .option('--json', 'print one JSON document')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const found = await onHost((house) => checkFile(house, textOf(file)));
      answer(json, found, [
        found.finding ?? `Whole: ${found.events} events under ${found.seals} seals of this installation.`,
      ]);
      if (found.finding) process.exitCode = 1;
    });

export interface FileFound {
  finding: string | null;
  events: number;
  seals: number;
}

/** The first thing that is wrong with the file, or null when it is whole and made here. */
export const checkFile = async (house: House, text: string): Promise<FileFound> => {
  const read = checked(text);
  if ('finding' in read) return { finding: read.finding, events: 0, seals: 0 };
  const { proof } = read;
  const { rows } = await sql`select 1 from meta.practice where practice_id = ${proof.practice.id}`.execute(
    house.engine,
  );
  const finding =
    proof.signature.fingerprint !== fingerprintOf(house.dataDir)
      ? `It was signed by another installation, whose key has the fingerprint ${proof.signature.fingerprint}.`
      : rows.length
        ? await inPractice(house.kernel.db, proof.practice.id, (desk) => proofFinding(desk, proof))
        : `The practice «${proof.practice.name}» is not on this installation.`;
  return { finding, events: proof.events.length, seals: proof.seals.length };
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartRefusal(`${file} cannot be read: ${(error as Error).message}.`);
  }
};
