import { timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { can, reads } from '#kernel/access/roles/rules.ts';
import { whoNow } from '#kernel/access/sessions/actor.ts';
import { authenticator } from '#kernel/access/sessions/principal.ts';
import type { BulkCommand, Operation } from '#kernel/bulk/bulk.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor } from '#kernel/decision/model.ts';
import { frame } from '#kernel/http/frame.ts';
import type { Env, Place } from '#kernel/http/route.ts';
import type { Caller } from '#kernel/loop/room.ts';
import type { Config } from './config.ts';
import { contract, v1 } from './contract.ts';
import { health } from './health.ts';
import { twilioHooks } from './hooks/twilio.ts';
import type { House } from './house.ts';
import type { Logger } from './log.ts';
import { calendarFeedPages } from './public-pages/calendar-feeds.ts';
import { formPages } from './public-pages/forms.ts';
import { messageFilePages } from './public-pages/message-files.ts';
import { publicFormPages } from './public-pages/public-form.ts';
import { unsubscribePages } from './public-pages/unsubscribe.ts';
import { callerAddress, withWeb } from './server.ts';

export interface App {
  http: OpenAPIHono<Env>;
  bulkCommands: ReadonlyMap<string, BulkCommand>;
  /** The rights of whoever started a bulk operation, made anew (PL-30); they may be gone. */
  callerOf(desk: Desk, operation: Operation): Promise<Caller>;
  /** From now on «ready» says no (PL-153). */
  ending(): void;
}

/** Nobody should wait this long without a progress bar. */
const SLOW_MS = 1_000;

/** The app as a function: every route of the house, who is calling, health, and the web (PL-66, PL-150). */
export const openApp = ({ config, house, log }: { config: Config; house: House; log: Logger }): App => {
  let isEnding = false;
  const addressOf = callerAddress(trustedBy(config.TRUSTED_PROXIES));
  const http = frame({
    kernel: house.kernel,
    publicUrl: config.PUBLIC_URL,
    authenticate: authenticator(house.access),
    addressOf,
    onFault: (error, request) => log.error({ err: error, ...request }, 'a fault'),
    onAnswer: (answer) => (answer.ms > SLOW_MS ? log.warn(answer, 'a slow answer') : log.debug(answer, 'answered')),
  });
  http.route('/api/v1', v1(house));
  http.get('/api/v1/openapi.json', (c) => c.json(contract(house)));
  // Not the address itself: it may hold a token, which stands in no log (ME-112).
  const faultAt = (path: string) => (error: unknown) => log.error({ err: error, path }, 'a fault');
  http.route('/u', unsubscribePages(house, faultAt('/u')));
  http.route('/fetch', messageFilePages(house, faultAt('/fetch')));
  http.route('/f', formPages(house, { addressOf, onFault: faultAt('/f') }));
  http.route('/f', publicFormPages(house, { addressOf, onFault: faultAt('/f') }));
  http.route('/feeds', calendarFeedPages(house));
  http.route('/hooks/twilio', twilioHooks(house, config.PUBLIC_URL));
  http.get('/health/live', (c) => c.json({ colour: 'green' }));
  http.get('/health/ready', async (c) => {
    const well = !isEnding && (await isReachable(house));
    return c.json({ colour: well ? 'green' : 'red' }, well ? 200 : 503);
  });
  http.get('/health', async (c) => {
    const { colour, findings } = await health(house, config.TICKMARK_DATA);
    const told = mayRead(c.req.header('authorization'), config.METRICS_TOKEN, c.get('place'));
    return c.json(told ? { colour, findings } : { colour }, colour === 'red' ? 503 : 200);
  });
  return {
    http: withWeb(http),
    bulkCommands: house.bulkCommands,
    callerOf,
    ending: () => {
      isEnding = true;
      // a stream of news has no end of its own to wait for
      house.changes.close();
    },
  };
};

const callerOf = async (desk: Desk, { actor, request_id }: Operation): Promise<Caller> => ({
  who: await whoNow(desk, actor as Actor),
  request_id,
});

const isReachable = async (house: House): Promise<boolean> => {
  return sql`select 1`.execute(house.engine).then(
    () => true,
    () => false,
  );
};

/** The reasons of health need `system.read` or the metrics token; the colour is public. */
const mayRead = (authorization: string | undefined, token: string | undefined, place: Place | undefined): boolean => {
  if (place && can(place.caller.who, reads('settings', 'system.read')) === null) return true;
  const given = Buffer.from(authorization?.replace(/^Bearer\s+/i, '') ?? '');
  const wanted = Buffer.from(token ?? '');
  return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted);
};

const trustedBy = (ranges: readonly string[]) => {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits = ''] = range.split('/');
    list.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return (address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
};
