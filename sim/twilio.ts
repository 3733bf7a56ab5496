#!/usr/bin/env node
/**
 * A stand-in of Twilio's Messaging API, a program of its own: `node sim/twilio.ts --port 4600`. It takes messages as the
 * documented API does, reports what became of them to each StatusCallback, signed, and answers STOP, START and HELP. What shall
 * go wrong is said by the number written to (`sim/twilio/faults.ts`) or by `POST /_sim/faults`; `GET /_sim/messages` counts
 * what it took, `POST /_sim/inbound {from, to, body}` writes to one of our numbers.
 */
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { simServer } from './twilio/server.ts';
import { newWorld } from './twilio/world.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    account: { type: 'string', default: `AC${'0'.repeat(32)}` },
    'auth-token': { type: 'string', default: 'sim-auth-token' },
    key: { type: 'string', default: `SK${'0'.repeat(32)}` },
    secret: { type: 'string', default: 'sim-secret' },
    inbound: { type: 'string', default: '' },
    pace: { type: 'string', default: '200' },
    'no-keywords': { type: 'boolean', default: false },
  },
});

const world = newWorld({
  account: values.account,
  authToken: values['auth-token'],
  key: values.key,
  secret: values.secret,
  inbound: values.inbound,
  pace: Number(values.pace),
  keywords: !values['no-keywords'],
});
const server = simServer(world);
server.listen(Number(values.port), '127.0.0.1', () => {
  console.log(`The stand-in of Twilio listens at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
