import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { StartRefusal } from '#ground/result.ts';
import { hasPostgresql15, no15, POSTGRESQL_15 } from '../../../bin/postgresql-15.mjs';
import { chooseAddress, createCluster, spawnServer, whyEnded } from './embedded-cluster.ts';
import { placeOf } from './embedded-place.ts';
import { addressUrl, answers } from './embedded-server.ts';
import { throwAway, throwAwayFolder } from './testing-folder.ts';
import { openTestServer, type Running, testServerUid } from './testing-server.ts';

/** Sorts as a dictionary does, so that a list which forgets to say `collate "C"` comes in another order here. */
const DICTIONARY = ['--locale-provider=icu', '--icu-locale=en', '--locale=C.UTF-8'];

/** Runs once before the tests that meet PostgreSQL 15, and ends it after the last one, also when tests failed (PL-11). */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  if (!hasPostgresql15()) throw new StartRefusal(`${no15()}: run the other projects, rules and real.`);
  const { server, end } = await openTestServer(postgresql15);
  project.provide('testServer', server);
  return end;
};

/** A throw-away PostgreSQL of the installed 15, run by the same user and with the same settings as the embedded one. */
const postgresql15 = async (): Promise<Running> => {
  const folder = await throwAwayFolder();
  const standing = placeOf(folder, testServerUid());
  const place = { ...standing, cluster: join(dirname(standing.cluster), 'pg15') };
  try {
    const password = randomBytes(32).toString('base64url');
    await createCluster(place, POSTGRESQL_15, password, DICTIONARY);
    const address = await chooseAddress(place.cluster);
    const url = addressUrl(address, password);
    const child = spawnServer(place, POSTGRESQL_15, address, true);
    const lives = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
    if (!(await answers(url, place.cluster, lives)))
      throw new StartRefusal(`PostgreSQL 15 did not start: ${whyEnded(place.cluster)}`);
    const stop = async () => {
      child.kill('SIGINT');
      while (lives()) await sleep(20);
    };
    return { url, end: () => stop().finally(() => throwAway(folder)) };
  } catch (error) {
    await throwAway(folder);
    throw error;
  }
};
