import { hash } from 'node:crypto';
import { randomHex } from '#ground/id.ts';
import { canonical } from '#ground/json.ts';
import type { Json } from '#kernel/decision/model.ts';

const sha256 = (text: string): string => hash('sha256', text);

export interface Hashed {
  id: string;
  practice_id: string;
  at: string;
  actor: string;
  verb: string;
  thing: string;
  facts: Json;
  private_hash: string | null;
  for_member?: string | null | undefined;
  undoes?: string | null | undefined;
}

/** SHA-256 over the event's canonical JSON; `for_member` and `undoes` only when set (PL-103). */
export const eventHash = (event: Hashed): string => {
  const { actor, at, facts, id, practice_id, private_hash, thing, verb, for_member, undoes } = event;
  const told: Record<string, Json> = { actor, at, facts, id, practice_id, private_hash, thing, verb };
  if (for_member) told.for_member = for_member;
  if (undoes) told.undoes = undoes;
  return sha256(canonical(told));
};

export const FIRST_PREVIOUS = '0'.repeat(64);

/** SHA-256 over the previous hash and the event hashes, joined by line feeds (PL-103). */
export const sealHash = (previous: string, eventHashes: readonly string[]): string =>
  sha256([previous, ...eventHashes].join('\n'));

export const newSalt = (): string => randomHex(16);

/** Personal values enter the chain only as this, so that erasing them keeps the chain whole (PL-102). */
export const privateHash = (salt: string, values: Json): string => sha256(`${salt}\n${canonical(values)}`);
