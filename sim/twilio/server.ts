import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { errorAnswer, pageAnswer } from './answers.ts';
import type { Waiting } from './faults.ts';
import { type Inbound, takeInbound } from './inbound.ts';
import { listed, type Taken, takeOutbound } from './sending.ts';
import type { World } from './world.ts';

/** The program as an HTTP server: the provider's routes under `/2010-04-01`, its own under `/_sim`. */
export const simServer = (world: World): Server => {
  const server = createServer((request, response) => {
    void serve(world, request, response).catch((fault: Error) => {
      if (!response.headersSent) answer(response, 500, { fault: fault.message });
    });
  });
  server.on('connection', (socket) => {
    if (world.cutting <= 0) return;
    world.cutting -= 1;
    socket.destroy();
  });
  return server;
};

const serve = async (world: World, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://sim');
  const body = await textOf(request);
  if (url.pathname.startsWith('/_sim/')) return control(world, request.method ?? '', url.pathname, body, response);
  const wrong = (code: number) => sayError(response, errorAnswer(code));
  if (!signedIn(world, request.headers.authorization)) return wrong(20003);
  const [, account, sid] = /^\/2010-04-01\/Accounts\/(AC\w+)\/Messages(?:\/(\w+))?\.json$/.exec(url.pathname) ?? [];
  if (!account) return wrong(20404);
  if (account !== world.settings.account) return wrong(20003);
  if (sid) {
    const found = world.messages.find((message) => message.sid === sid);
    return found ? answer(response, 200, found) : wrong(20404);
  }
  if (request.method === 'GET')
    return answer(response, 200, pageAnswer(listed(world, url.searchParams), url.pathname, url.searchParams));
  return sayTaken(response, takeOutbound(world, new URLSearchParams(body)));
};

const sayTaken = async (response: ServerResponse, taken: Taken): Promise<void> => {
  if (!taken.taken) {
    if ('error' in taken) return sayError(response, taken.error, taken.retryAfter);
    if ('cut' in taken) return void response.socket?.destroy();
    response.writeHead(502, { 'content-type': 'text/html' });
    return void response.end('<html><body>502 Bad Gateway</body></html>');
  }
  const { message, fault } = taken;
  if (fault?.fault === 'drop_after_taking') return void response.socket?.destroy();
  if (fault?.fault === 'drop_in_answer') {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': '900' });
    return void response.write('{"sid":"SM', () => response.socket?.destroy());
  }
  if (fault?.fault === 'slow') await pause(fault.seconds * 1000);
  answer(response, 201, message);
};

/** Its own routes: set faults, write as somebody, read what it took and what it posted. */
const control = async (world: World, method: string, path: string, body: string, response: ServerResponse) => {
  const given = () => JSON.parse(body || '{}');
  switch (`${method} ${path}`) {
    case 'GET /_sim/messages': {
      const taken = world.messages.filter(({ direction }) => direction === 'outbound-api').length;
      return answer(response, 200, { asked: world.asked, taken, messages: world.messages });
    }
    case 'GET /_sim/callbacks':
      return answer(response, 200, { callbacks: world.callbacks });
    case 'POST /_sim/faults':
      world.faults.push(...([given()].flat() as Waiting[]));
      return answer(response, 201, { faults: world.faults });
    case 'DELETE /_sim/faults':
      world.faults.length = 0;
      return answer(response, 200, { faults: [] });
    case 'POST /_sim/settings':
      Object.assign(world.settings, given());
      return answer(response, 200, { settings: world.settings });
    case 'POST /_sim/cutting':
      world.cutting = given().connections;
      return answer(response, 201, { cutting: world.cutting });
    case 'POST /_sim/inbound':
      return answer(response, 201, await takeInbound(world, given() as Inbound));
    default:
      return answer(response, 404, { error: 'No such route of the stand-in.' });
  }
};

/** An API key with its secret, or the account with its token. */
const signedIn = ({ settings }: World, header = ''): boolean =>
  [`${settings.key}:${settings.secret}`, `${settings.account}:${settings.authToken}`].some(
    (pair) => header === `Basic ${Buffer.from(pair).toString('base64')}`,
  );

const sayError = (response: ServerResponse, error: ReturnType<typeof errorAnswer>, retryAfter?: number): void => {
  if (retryAfter) response.setHeader('Retry-After', String(retryAfter));
  answer(response, error.status, error.body);
};

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};
