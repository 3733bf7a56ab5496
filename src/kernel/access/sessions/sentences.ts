import { plural } from '#ground/text.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import { own, whose } from '../members/sentences.ts';
import type { Told } from '../told.ts';

/** Signing in and out, passwords and second factors, as the audit says them behind the actor's name (PL-101). */
export const SENTENCES: Record<string, (facts: Facts, event: Told) => string> = {
  'session.started': (facts) => WAYS[String(after(facts, 'by'))] ?? 'signed in',
  'session.refused': (_, event) => `refused to sign ${whose(event)} in: wrong password or code`,
  'session.ended': (facts, event) => {
    if (facts.session_id?.[1] === null) return 'signed out';
    return own(event) ? 'ended one of their sessions' : `ended a session of ${whose(event)}`;
  },
  'session.others_ended': (facts) =>
    `ended their other sessions: ${plural(Number(after(facts, 'ended') ?? 0), 'session', 'sessions')}`,
  'session.all_ended': (facts, event) =>
    `signed ${whose(event)} out everywhere: ${plural(Number(after(facts, 'ended') ?? 0), 'session', 'sessions')}`,
  'member.password_changed': () => 'changed their password',
  'member.reset_asked': (_, event) => `sent ${whose(event)} a link for a new password, as somebody had asked for one`,
  'member.link_made': (facts, event) =>
    after(facts, 'drops_factors')
      ? `made a link that signs ${whose(event)} in and takes their second factor away`
      : `made a link that signs ${whose(event)} in`,
  'member.factor_added': (facts) =>
    after(facts, 'factor') === 'passkey'
      ? `added the passkey «${after(facts, 'name') ?? 'passkey'}»`
      : 'set up an authenticator',
  'member.factor_removed': (facts) =>
    after(facts, 'factor') === 'passkey' ? 'removed a passkey' : 'removed the authenticator',
  'member.factors_dropped': (_, event) => `took the second factor of ${whose(event)} away`,
  'member.recovery_codes_made': () => 'made new recovery codes; the old ones are void',
  'member.looked_as': (facts, event) => {
    const [kind, id] = String(after(facts, 'as')).split(':');
    const name = event.name?.(id ?? '') || 'somebody else';
    return kind === 'role' ? `looked at the practice as any ${name} would` : `looked at the practice as ${name}`;
  },
};

/** How somebody came in; what is not said here is a password. */
const WAYS: Readonly<Record<string, string>> = {
  code: 'signed in with a password and a code',
  recovery_code: 'signed in with a password and a recovery code',
  passkey: 'signed in with a passkey',
  link: 'signed in by a link',
  setup: 'signed in after setting the practice up',
  invitation: 'signed in by the invitation',
  switch: 'came over from another practice',
  demo: 'came in to look at the demo practice',
};

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;
