import { createHash, createPublicKey, verify } from 'node:crypto';
import { canonical } from '#ground/json.ts';
import { eventHash, privateHash, sealHash } from '#kernel/audit/hash.ts';
import type { Json } from '#kernel/decision/model.ts';
import { blankRun, blankTask } from '#workflows/runs/blank.ts';
import { type RunProof, runProof } from './model.ts';

export type Checked = { proof: RunProof } | { finding: string };

/**
 * Whether a run's file is whole in itself: signed, every event hashed and under a seal, and all it tells of run, steps and
 * files what its events lead to (WF-205). The first thing that is wrong, as a sentence; whose key signed it, and whether its
 * seals are those of an installation, is asked elsewhere.
 */
export const checked = (text: string): Checked => {
  const read = runProof.safeParse(parsed(text));
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    return { finding: `This is no file of a run${path.length ? `: ${path.join('.')}: ${message}` : '.'}` };
  }
  const finding = signatureFinding(read.data) ?? chainFinding(read.data) ?? storyFinding(read.data);
  return finding ? { finding } : { proof: read.data };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const signatureFinding = ({ signature: { signature, public_key, fingerprint }, ...told }: RunProof): string | null => {
  const key = Buffer.from(public_key, 'hex');
  if (createHash('sha256').update(key).digest('hex') !== fingerprint) return 'The fingerprint is not that of the key.';
  return signs(key, { bytes: Buffer.from(canonical(told)), signature: Buffer.from(signature, 'hex') })
    ? null
    : 'The signature does not fit: the file was changed.';
};

const signs = (key: Buffer, { bytes, signature }: { bytes: Buffer; signature: Buffer }): boolean => {
  try {
    return verify(null, bytes, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
};

const chainFinding = ({ events, seals, practice }: RunProof): string | null => {
  const sealed = new Set(seals.flatMap(({ hashes }) => hashes));
  for (const event of events) {
    const named = `Event ${event.id} of ${event.at} («${event.verb}»)`;
    if (event.practice_id !== practice.id) return `${named} is another practice’s.`;
    if (eventHash(event) !== event.hash) return `${named} was changed.`;
    if (event.private && privateHash(event.private_salt ?? '', event.private as Json) !== event.private_hash)
      return `The personal values of ${named} were changed.`;
    if (!sealed.has(event.hash)) return `${named} stands under no seal.`;
  }
  const loose = seals.find(({ previous, hashes, hash }) => sealHash(previous, hashes) !== hash);
  return loose ? `Seal ${loose.no} does not fit its events.` : null;
};

/** What is told of each thing must be what its events lead to. */
const storyFinding = ({ run, steps, files, events }: RunProof): string | null => {
  const of = (thing: string) => events.filter((event) => event.thing === thing);
  const told = [
    { thing: `run:${run.id}`, blank: blankRun(run.id), values: run.values },
    ...steps.map(({ id, values }) => ({ thing: `task:${id}`, blank: blankTask(id), values })),
    ...files.map(({ id, sha256, bytes }) => ({ thing: `file:${id}`, blank: {}, values: { sha256, bytes } })),
  ];
  for (const { thing, blank, values } of told) {
    const led: Record<string, Json> = { ...(blank as object) };
    for (const { facts, private: personal } of of(thing))
      for (const [field, [, after]] of Object.entries({ ...facts, ...personal })) led[field] = after;
    const other = Object.keys(values).find((field) => canonical(values[field as never]) !== canonical(led[field]));
    if (other) return `The ${other.replaceAll('_', ' ')} of ${thing} is not what its events say.`;
  }
  const untold = events.find(
    ({ thing }) => thing.startsWith('task:') && !steps.some(({ id }) => thing === `task:${id}`),
  );
  return untold ? `Of ${untold.thing} there are events, but the file does not tell of it.` : null;
};
