import { z } from '@hono/zod-openapi';
import { reads } from '#kernel/access/roles/rules.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { act, again, perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { type Finding, findingsOf } from './findings.ts';
import {
  CHANNEL_KINDS,
  type ChannelChanges,
  type ChannelKind,
  type ChannelRow,
  channelChanges,
  channelId,
  PROVIDERS,
} from './model.ts';
import type { RecordsPort, Tested } from './port.ts';
import { SETS_UP } from './rules.ts';
import type { Seal } from './secrets.ts';
import { channelOf, channels, channelsOf, keepSecret, secretOf } from './store.ts';

const kinds = z.enum(CHANNEL_KINDS);
/** A channel as it is set up; its secret is never given back (ME-78). */
const channel = z
  .object({
    kind: kinds,
    version: z.int(),
    provider: z.enum(PROVIDERS),
    address: z.string(),
    display_name: z.string(),
    settings: z.record(z.string(), z.unknown()),
    secret_set: z.boolean(),
    secret_at: z.string().nullable(),
    per_minute: z.int(),
    hold_minutes: z.int(),
    manual_seconds: z.int(),
    unknown_policy: z.enum(['ask', 'again']),
    down_since: z.string().nullable(),
    down_because: z.string().nullable(),
    checked_at: z.string().nullable(),
  })
  .openapi('Channel');
const check = z
  .object({
    ok: z.boolean(),
    /** Where the test went; null where none could be sent. */
    to: z.string().nullable(),
    findings: z.array(
      z.object({
        what: z.enum(['sending', 'sender', 'tls', 'spf', 'dkim', 'dmarc']),
        is: z.enum(['good', 'bad', 'unsure']),
        found: z.string(),
        to_do: z.string().nullable(),
      }),
    ),
  })
  .openapi('ChannelCheck');

const kindParam = z.object({ kind: kinds.openapi({ param: { name: 'kind', in: 'path' } }) });
const READ = reads('settings', 'connectors.manage');
const list = route(READ, {
  method: 'get',
  path: '/channels',
  responses: answers(200, z.object({ items: z.array(channel) })),
});
const put = route(SETS_UP, {
  method: 'put',
  path: '/channels/{kind}',
  request: { params: kindParam, ...jsonBody(channelChanges) },
  responses: answers(200, channel),
});
const post = route(SETS_UP, {
  method: 'post',
  path: '/channels/{kind}/check',
  request: { params: kindParam },
  responses: answers(200, check),
});

export interface ChannelsApiOptions {
  kernel: Kernel;
  seal: Seal;
  records: RecordsPort;
  /** The acting member's own address; null for a key of a service. */
  ownAddress(desk: Desk, who: Who): Promise<string | null>;
  /** Sends a test, outside of any transaction. */
  test(desk: Desk, channel: ChannelRow, sealed: string | null, to: string): () => Promise<Tested>;
}

/** How a practice's messages leave (messages.md 6, ME-68, ME-77, ME-78). */
export const channelsApi = (options: ChannelsApiOptions) => {
  const { kernel } = options;
  return router()
    .openapi(list, async (c) => {
      const all = await atDesk(kernel, c.var.place, channelsOf);
      return c.json({ items: [...all.values()].map(shown) }, 200);
    })
    .openapi(put, async (c) => {
      const { kind } = c.req.valid('param');
      const version = versionSeen(c.req.header('if-match'));
      const row = await setUp(options, c.var.place, { kind, version, changes: c.req.valid('json') });
      c.header('etag', `"${row.version}"`);
      return c.json(shown(row), 200);
    })
    .openapi(post, async (c) => c.json(await checked(options, c.var.place, c.req.valid('param').kind), 200));
};

const shown = ({ id: _, ...row }: ChannelRow): z.infer<typeof channel> => row;

interface Wish {
  kind: ChannelKind;
  version: number;
  changes: ChannelChanges;
}

/** Settings and secret in one transaction; the secret stands sealed and in no event (ME-78). */
const setUp = (
  { kernel, seal }: ChannelsApiOptions,
  { practice_id, caller }: Place,
  { kind, version, changes }: Wish,
) =>
  again(() =>
    inPractice(kernel.db, practice_id, async (desk) => {
      const { secret, ...rest } = changes;
      const told = secret === undefined ? {} : { secret: secret ? ('given' as const) : ('taken_away' as const) };
      const wanted = { id: channelId(kind), version, command: { do: 'set_up' as const, ...rest, ...told } };
      const [outcome] = await act(kernel, desk, caller, channels, [wanted]);
      const { channel: row } = yesOrThrow(outcome!).state;
      if (secret) await keepSecret(desk, kind, seal.seal(secret));
      else if (!row.secret_set) await keepSecret(desk, kind, null);
      return row;
    }),
  );

/** What is asked of outside is asked between two transactions, so that no answer is waited for inside one. */
const checked = async (
  options: ChannelsApiOptions,
  place: Place,
  kind: ChannelKind,
): Promise<z.infer<typeof check>> => {
  const { kernel, records } = options;
  const { row, to, send } = await atDesk(kernel, place, async (desk) => {
    const found = await channelOf(desk, kind);
    const own = await options.ownAddress(desk, place.caller.who);
    return { row: found, to: own, send: options.test(desk, found, await secretOf(desk, kind), own ?? '') };
  });
  const no = notCheckable(row, to);
  if (no) throw new HttpRefusal(no);
  const [tested, names] = await Promise.all([send(), kind === 'email' ? findingsOf(row.address, records) : []]);
  const command = tested.ok
    ? { do: 'checked' as const }
    : tested.down
      ? { do: 'is_down' as const, because: tested.said }
      : null;
  if (command) yesOrThrow(await perform(kernel, place, channels, { id: channelId(kind), command }));
  return { ok: tested.ok, to: kind === 'email' ? to : null, findings: [...sendingOf(row, tested, to), ...names] };
};

const notCheckable = ({ kind, provider }: ChannelRow, to: string | null) => {
  if (provider === 'folder')
    return refused('no_provider', 'No provider is set up, so there is nothing to check. Choose one and save first.');
  return kind === 'email' && !to ? refused('no_address', 'A test goes to your own address, and a key has none.') : null;
};

const sendingOf = ({ kind, settings }: ChannelRow, { ok, said }: Tested, to: string | null): Finding[] => {
  const sent: Finding = ok
    ? {
        what: 'sending',
        is: 'good',
        found: kind === 'email' ? `A test was sent to ${to}: ${said}` : 'The account opens with this secret.',
        to_do: kind === 'email' ? 'Look whether it arrived, and not among the unwanted mail.' : null,
      }
    : { what: 'sending', is: 'bad', found: said, to_do: 'Look at server, name and secret, save, and check again.' };
  if (kind === 'sms') return [sent];
  return [sent, tls(settings.tls === 'none', ok)];
};

const tls = (plain: boolean, ok: boolean): Finding => {
  if (plain)
    return { what: 'tls', is: 'good', found: 'The mail server is on this machine and needs no TLS.', to_do: null };
  return ok
    ? { what: 'tls', is: 'good', found: 'The connection was encrypted, with a certificate that is valid.', to_do: null }
    : {
        what: 'tls',
        is: 'unsure',
        found: 'TLS is asked for; whether it works shows once the server answers.',
        to_do: null,
      };
};
