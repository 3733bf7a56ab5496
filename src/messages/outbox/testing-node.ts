import { openHouse } from '../../app/house.ts';
import { startWorker } from '../../app/worker.ts';

/**
 * A worker of its own process, for tests that kill it where it stands. Takes the addresses of the database as JSON in
 * `TEST_URLS`, the data folder in `TEST_DATA`, and says «ready» when it works.
 */
const house = await openHouse({
  urls: JSON.parse(process.env.TEST_URLS!),
  pool: 4,
  publicUrl: 'http://localhost:4300',
  dataDir: process.env.TEST_DATA!,
  secret: 'thirty-two characters of a secret',
  onError: () => {},
});
await startWorker(house, {
  concurrency: 2,
  dispatchEveryMs: 50,
  bulkCommands: new Map(),
  callerOf: async () => {
    throw new Error('no bulk work here');
  },
  onFault: () => {},
});
process.stdout.write('ready\n');
