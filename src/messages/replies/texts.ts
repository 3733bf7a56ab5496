import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import { ownStopWords, readKeyword, type Keyword as Said } from '#messages/addresses/keywords.ts';
import type { AddressCommand } from '#messages/addresses/model.ts';
import { addresses, knownAddresses, onAddress } from '#messages/addresses/store.ts';
import { answerHelp } from './help.ts';
import { lastWritten, threadOf } from './matching.ts';
import type { Keyword, Reply } from './model.ts';
import { machine } from './receiving.ts';
import { type Reading, settle } from './settling.ts';
import { textsThatWait } from './store.ts';

/**
 * Decides an inbound text, and before it what its number wrote earlier and nobody has read yet: whoever writes STOP and then
 * START has consented, and the other way round has not, whichever of their jobs runs first (ME-37, ME-38).
 */
export const readText = async (reading: Reading, desk: Desk, reply: Reply): Promise<void> => {
  await oneByOne(desk, reply.from_address);
  for (const text of await textsThatWait(desk, reply)) await decideText(reading, desk, text);
};

/** A keyword, an answer to the number we last wrote from, or neither (ME-37 … ME-39, ME-80). */
const decideText = async (reading: Reading, desk: Desk, reply: Reply): Promise<void> => {
  const number = { channel: 'sms' as const, address: reply.from_address };
  const known = (await knownAddresses(desk, [number])).get(`sms:${reply.from_address}`);
  const said = readKeyword(reply.body, {
    own_words: ownStopWords(desk.practice.settings),
    had_stopped: known?.consent_state === 'opted_out',
  });
  const command = consentCommand(said, reply.body);
  if (command) {
    const wanted = onAddress(desk.practice.id, { ...command, ...number } as AddressCommand);
    await act(reading.kernel, desk, machine(), addresses, [wanted]);
  }
  if (said === 'help') await answerHelp(reading, desk, reply);
  const message = await lastWritten(desk, { ...number, ours: reply.to_address });
  const thread = message && threadOf(message, { ...number, ours: reply.to_address });
  await settle(reading, desk, reply, {
    kind: 'person',
    keyword: keywordOf(said),
    matched: message && thread ? { by: 'number', message, thread } : null,
    quiet: said !== 'reply' && said !== 'mentions_stop',
  });
};

/** Texts of one number are read one after another: the second HELP must see that the first was answered, and a STOP what came before it. */
const oneByOne = ({ tx, practice }: Desk, number: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${practice.id} text ${number}`}, 0))`.execute(tx);

const keywordOf = (said: Said): Keyword | null => (said === 'reply' ? null : said);

const consentCommand = (said: Said, words: string) => {
  if (said === 'stop') return { do: 'withdraw_consent', source: 'keyword', words: words.slice(0, 500) } as const;
  return said === 'start' ? ({ do: 'restore_consent', words: words.slice(0, 500) } as const) : null;
};
