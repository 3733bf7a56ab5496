import { z } from 'zod';
import type { Act } from '#kernel/access/roles/model.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, invalid, problem, ref } from '#kernel/decision/rules.ts';
import { isEmail } from '#people/fields/emails.ts';
import type { ChannelCommand, ChannelRow, ChannelState, Provider } from './model.ts';
import { smtpSettings, twilioSettings } from './model.ts';

/** Whoever manages connections sets channels up. */
export const SETS_UP: Act = { module: 'settings', level: 'write', ability: 'connectors.manage' };

export const decide = (state: ChannelState, command: ChannelCommand, context: Context): Decision => {
  switch (command.do) {
    case 'set_up':
      return can(context.who, SETS_UP) ?? setUp(state, command, context);
    case 'signs_with':
      return (
        can(context.who, SETS_UP) ??
        accept([
          {
            verb: 'channel.signing_changed',
            thing: ref('channel', state.channel.id),
            facts: { signed: [null, command.set] },
          },
        ])
      );
    case 'checked':
      return can(context.who, SETS_UP) ?? change(state, 'channel.checked', { checked_at: context.now, ...UP });
    case 'is_down':
      return state.channel.down_since
        ? accept([])
        : change(state, 'channel.down', { down_since: context.now, down_because: command.because });
    case 'is_up':
      return state.channel.down_since ? change(state, 'channel.up', UP) : accept([]);
  }
};

const UP = { down_since: null, down_because: null } as const;

export const evolve = (state: ChannelState, event: Event): ChannelState => ({ channel: changed(state.channel, event) });

const setUp = (
  state: ChannelState,
  { do: _, secret, ...changes }: Extract<ChannelCommand, { do: 'set_up' }>,
  { now }: Context,
): Decision => {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const wanted = { ...state.channel, ...given } as ChannelRow;
  const read = SETTINGS[wanted.provider].safeParse(wanted.settings);
  const no =
    (read.success ? null : misread(read.error)) ??
    misfit(wanted) ??
    wrongAddress(wanted) ??
    secretElsewhere(state.channel, wanted, secret);
  return (
    no ??
    change(state, 'channel.set_up', {
      ...wanted,
      settings: read.data as Record<string, Json>,
      ...UP,
      ...secretly(wanted.provider === 'folder' ? 'taken_away' : secret, now),
    })
  );
};

/** A kept secret goes to the server it was given for and to no other, or whoever names another server could read it (ME-78). */
const secretElsewhere = (kept: ChannelRow, wanted: ChannelRow, secret: string | undefined): Refusal | null => {
  if (!kept.secret_set || secret || wanted.provider === 'folder') return null;
  const place = ({ provider, settings }: ChannelRow) =>
    JSON.stringify([provider, settings.host ?? settings.base_url, settings.user ?? settings.account_sid]);
  return place(kept) === place(wanted)
    ? null
    : invalid(problem('/secret', 'elsewhere', 'This is another server or account, so give its secret again.'));
};

/** That there is another secret, never which (ME-78). */
const secretly = (secret: 'given' | 'taken_away' | undefined, now: string): Partial<ChannelRow> => {
  if (!secret) return {};
  return secret === 'given' ? { secret_set: true, secret_at: now } : { secret_set: false, secret_at: null };
};

/** What each provider needs to know. */
const SETTINGS: Record<Provider, z.ZodType> = {
  folder: z.unknown().transform(() => ({})),
  smtp: smtpSettings,
  twilio: twilioSettings,
};

const misread = (error: z.ZodError): Refusal =>
  invalid(...error.issues.map(({ path, message }) => problem(`/settings/${path.join('/')}`, 'invalid', message)));

const misfit = ({ kind, provider }: ChannelRow): Refusal | null =>
  (provider === 'smtp' && kind !== 'email') || (provider === 'twilio' && kind !== 'sms')
    ? invalid(
        problem(
          '/provider',
          'wrong_channel',
          `${provider === 'smtp' ? 'A mail server sends e-mails' : 'Twilio sends texts'}, nothing else.`,
        ),
      )
    : null;

/** Where it leaves from; a messaging service has numbers of its own. */
const wrongAddress = ({ kind, provider, address, settings }: ChannelRow): Refusal | null => {
  if (provider === 'folder') return null;
  if (kind === 'email')
    return isEmail(address)
      ? null
      : invalid(problem('/address', 'invalid', 'Give the address that e-mails are sent from.'));
  const fits = /^\+[1-9]\d{6,14}$/.test(address) || (address === '' && settings.messaging_service_sid);
  return fits
    ? null
    : invalid(problem('/address', 'invalid', 'Give the number that texts are sent from, with + and country code.'));
};

const change = ({ channel }: ChannelState, verb: string, set: Partial<ChannelRow>): Decision => {
  const facts = channel.version === 0 ? creation({ ...channel, ...set }) : difference<ChannelRow>(channel, set);
  const { id: _, version: __, ...told } = facts;
  return accept(Object.keys(told).length ? [{ verb, thing: ref('channel', channel.id), facts: told }] : []);
};
