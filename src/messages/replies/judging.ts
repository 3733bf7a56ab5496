import type { ReplyKind } from './model.ts';

/** What a mail is, by what its headers and parts say (ME-83, ME-84). Pure. */

/** What is asked of a parsed mail. */
export interface Judgeable {
  header(name: string): string;
  quoted: string;
}

export interface Report {
  /** `relayed` and `delivered`: it went on; `delayed`: it is still tried. */
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** For example 5.1.1. */
  status: string;
  recipient: string | null;
  text: string;
}

/** Empty return path, report, or marked as automatic: nobody sat down to write it (ME-83). */
export const kindOf = (mail: Judgeable, return_path: string | null): ReplyKind => {
  const type = mail.header('content-type').toLowerCase();
  if (/report-type\s*=\s*"?feedback-report/.test(type) || /^feedback-type\s*:/im.test(mail.quoted)) return 'complaint';
  if (reportIn(mail)) return 'bounce';
  return isAutomatic(mail, return_path) ? 'automatic' : 'person';
};

export const isAutomatic = ({ header }: Judgeable, return_path: string | null): boolean => {
  const submitted = header('auto-submitted').trim().toLowerCase();
  return (
    return_path === '' ||
    header('return-path').trim() === '<>' ||
    (submitted !== '' && !/^no\b/.test(submitted)) ||
    /^(bulk|junk|auto_reply)$/i.test(header('precedence').trim()) ||
    /multipart\/report/i.test(header('content-type'))
  );
};

/** The first recipient that a delivery report speaks of; null when it is none (RFC 3464). */
export const reportIn = ({ header, quoted }: Judgeable): Report | null => {
  const isReport =
    /multipart\/report/i.test(header('content-type')) || /^content-type\s*:\s*message\/delivery-status/im.test(quoted);
  const action = field(quoted, 'action')?.toLowerCase();
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(field(quoted, 'status') ?? '')?.[0];
  if (!isReport || !status || !action || !ACTIONS.has(action)) return null;
  const recipient = addressIn(field(quoted, 'final-recipient')) ?? addressIn(field(quoted, 'original-recipient'));
  const text = (field(quoted, 'diagnostic-code') ?? '').replace(/^[a-z-]+\s*;\s*/i, '').slice(0, 400);
  return { action: action as Report['action'], status, recipient, text: text || `The mail server answered ${status}.` };
};

const ACTIONS = new Set<string>(['failed', 'delayed', 'delivered', 'relayed', 'expanded'] satisfies Report['action'][]);

/** A line «Name: value» with its continuation lines. */
const field = (text: string, name: string): string | null =>
  new RegExp(`^${name}\\s*:[ \\t]*(.*(?:\\r?\\n[ \\t]+.*)*)`, 'im').exec(text)?.[1]?.replace(/\s+/g, ' ').trim() ??
  null;

const addressIn = (value: string | null): string | null =>
  /([^\s;<>]+@[^\s;<>]+)/.exec(value ?? '')?.[1]?.toLowerCase() ?? null;

const OURS = /<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^\s<>]+>?/gi;

/** Ids of messages of ours that In-Reply-To and References name (ME-80). */
export const idsAnswered = ({ header }: Pick<Judgeable, 'header'>): string[] =>
  idsIn(`${header('in-reply-to')} ${header('references')}`);

/** Ids of messages of ours that are quoted with their Message-ID, as delivery reports do (ME-84). */
export const idsQuoted = ({ quoted }: Pick<Judgeable, 'quoted'>): string[] =>
  idsIn(
    (
      quoted.match(
        /^(message-id|in-reply-to|references|x-original-message-id|original-message-id)\s*:.*(?:\r?\n[ \t]+.*)*/gim,
      ) ?? []
    ).join(' '),
  );

const idsIn = (text: string): string[] => [...new Set([...text.matchAll(OURS)].map(([, id]) => id!.toLowerCase()))];

/** The message that a bounce address `…+b.<id>@…` names (ME-72). */
export const bounceToken = (address: string): string | null =>
  /\+b\.([0-9a-f]{8}-[0-9a-f-]{27})@/i.exec(address)?.[1]?.toLowerCase() ?? null;

/** The message that a reply address `…+r.<id>@…` names (ME-80). */
export const replyToken = (address: string): string | null =>
  /\+r\.([0-9a-f]{8}-[0-9a-f-]{27})@/i.exec(address)?.[1]?.toLowerCase() ?? null;

/** The token of an item that a reply address `…+r.<26 signs of base32>@…` carries (IN-62). */
export const itemToken = (address: string): string | null =>
  /\+r\.([a-z2-7]{26})@/i.exec(address)?.[1]?.toLowerCase() ?? null;

/**
 * Whether the sender is who it says, by what our own mail server found: DMARC, or SPF or DKIM of the sender's own domain
 * (ME-80). `authserv`: the name by which that server signs its findings; anybody else's count for nothing.
 */
export const isAuthentic = (results: readonly string[], authserv: string | null, from: string): boolean => {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const mine = results.find((one) => authserv && one.trim().toLowerCase().split(/[;\s]/)[0] === authserv.toLowerCase());
  if (!mine || !domain) return false;
  const aligned = (found: string | undefined): boolean =>
    !!found && (found === domain || found.endsWith(`.${domain}`) || domain.endsWith(`.${found}`));
  const dkim = /\bdkim=pass\b[^;]*header\.(?:d|i)=@?([^\s;]+)/i.exec(mine)?.[1]?.toLowerCase();
  const spf = /\bspf=pass\b[^;]*smtp\.mailfrom=(?:[^\s;@]*@)?([^\s;]+)/i.exec(mine)?.[1]?.toLowerCase();
  return /\bdmarc=pass\b/i.test(mine) || aligned(dkim) || aligned(spf);
};
