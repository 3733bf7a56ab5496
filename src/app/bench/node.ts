import type { EmailPort } from '#messages/outbox/port.ts';
import { openHouse } from '../house.ts';
import { startWorker } from '../worker.ts';

/**
 * A worker of its own process, with the settings that a worker has unless somebody sets others. Takes the addresses of the
 * database as JSON in `BENCH_URLS`, its data folder in `BENCH_DATA`; says «ready» when it works, and ends on SIGTERM. With
 * `BENCH_PROVIDER=at_once` its provider of mail takes each at once, in place of the mail server (PL-182).
 */
const house = await openHouse({
  urls: JSON.parse(process.env.BENCH_URLS!),
  pool: 10,
  publicUrl: 'http://localhost:4300',
  dataDir: process.env.BENCH_DATA!,
  secret: 'thirty-two characters of a secret',
  onError: (error) => process.stderr.write(`${error.message}\n`),
});
if (process.env.BENCH_PROVIDER === 'at_once') {
  const { exitOf } = house.sending;
  const email: EmailPort = { send: async ({ id }) => ({ answer: 'accepted', provider_id: id, refused: [] }) };
  house.sending.exitOf = (...asked) => ({ ...exitOf(...asked), email });
}
const worker = await startWorker(house, {
  concurrency: 4,
  dispatchEveryMs: 250,
  bulkCommands: house.bulkCommands,
  callerOf: () => Promise.reject(new Error('no bulk work here')),
  onFault: (error, doing) => process.stderr.write(`${doing}: ${(error as Error).stack}\n`),
});
process.once('SIGTERM', async () => {
  await worker.stop();
  await house.close();
});
process.stdout.write('ready\n');
