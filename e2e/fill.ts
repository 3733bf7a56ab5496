/** node e2e/fill.ts <practice's short name> <how many>: that many clients, made by the loop; prints their ids as JSON. */
import { newId } from '#ground/id.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { aimsIn, performMany } from '#kernel/loop/many.ts';
import { onHost } from '../src/app/cli/host.ts';
import { practiceBySlug } from '../src/app/cli/keys.ts';
import { persons } from '../src/app/rooms.ts';

const [slug = '', count = '0'] = process.argv.slice(2);
const ids = Array.from({ length: Number(count) }, () => newId());
await onHost(async ({ kernel, engine }) => {
  const practice_id = await practiceBySlug(engine, slug);
  const wanted = ids.map((id, n) => ({
    id,
    command: { do: 'add' as const, kind: 'client' as const, organisation_name: `Client ${n}` },
  }));
  const outcomes = await performMany(
    kernel,
    { practice_id, caller: { who: operatorWho(), request_id: newId() } },
    aimsIn(persons, wanted),
  );
  const no = outcomes.find((outcome) => !outcome.yes);
  if (no) throw new Error(JSON.stringify(no));
});
process.stdout.write(JSON.stringify(ids));
