import { sql } from 'kysely';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { type Measured, percentile } from './document.ts';
import type { Api, Samples, Subject } from './measures.ts';

type Place = Pick<Subject, 'house' | 'practice'>;

/** Letters of some years to all clients: a few words in a quarter of them, one in a thousandth. */
export const fillMessages = async ({ house, practice }: Place, count: number): Promise<void> => {
  const step = 25_000;
  for (let from = 0; from < count; from += step)
    await inPractice(house.kernel.db, practice, (desk) => lettersSql(desk, from, Math.min(step, count - from)));
};

const lettersSql = async ({ tx }: Desk, from: number, count: number): Promise<void> => {
  await sql`set local statement_timeout = 0`.execute(tx);
  await sql`
    insert into app.message (practice_id, id, version, class, channel, key, automatic, subject_kind, subject_id, client_id, recipients, address,
      from_name, from_address, subject, body, state, planned_at, leaves_at, accepted_at, created_at, created_by)
    select c.practice_id, gen_random_uuid(), 3, 'service', 'email', 'bench:' || n, true, 'person', c.id, c.id,
      jsonb_build_array(jsonb_build_object('address', 'office' || nth || '@client.example', 'name', c.display_name, 'record', null)),
      'office' || nth || '@client.example', 'Measured practice', 'office@measured.example',
      'Your ' || (array['VAT return', 'payroll', 'year end', 'bookkeeping'])[1 + n % 4] || ' for period ' || n % 60
        || case when n % 1000 = 7 then ' zirconium' else '' end,
      repeat('Please send us your records. ', 20), 'sent', t.at, t.at, t.at, t.at, 'system:bench'
    from (select n, n % (select count(*) from app.person where kind = 'client') as nth
      from generate_series(${from + 1}::int, ${from + count}::int) n) letter
    join (select practice_id, id, display_name, row_number() over (order by id) - 1 as nth from app.person where kind = 'client') c using (nth)
    cross join lateral (select clock_timestamp() - make_interval(secs => n * 60) as at) t`.execute(tx);
};

/** What is rare, whole and by two letters; what is common; both; and what nobody wrote. */
const ASKED = ['zirconium', 'zi', 'payroll', 'payroll zirconium', 'nobodyatall', 'qx'] as const;

/** The list of messages asked for words, as a member types them; the naive way stands beside among the samples. */
export const messageWords = async (place: Place, api: Api, rounds: number, samples: Samples): Promise<Measured> => {
  samples['message_words_ms by like'] = [await naiveWords(place), await naiveWords(place)];
  const times: number[] = [];
  for (let i = 0; i < rounds * ASKED.length; i += 1) {
    const q = ASKED[i % ASKED.length]!;
    const began = performance.now();
    await api(`/messages?state=sent&q=${encodeURIComponent(q)}&count=capped`);
    const took = performance.now() - began;
    times.push(took);
    const ofWord = samples[`message_words_ms ${q}`] ?? [];
    ofWord.push(took);
    samples[`message_words_ms ${q}`] = ofWord;
  }
  return { 'message_words_ms.p95': percentile(times, 0.95) };
};

/** A rare word as `like` finds it: under row security no index serves that, so every message is read. */
const naiveWords = async ({ house, practice }: Place): Promise<number> => {
  const began = performance.now();
  await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`select r.id from app.message r where r.practice_id = ${practice} and r.words like '%zirconium%' order by r.leaves_at limit 50`.execute(
      tx,
    ),
  );
  return Math.round(performance.now() - began);
};
