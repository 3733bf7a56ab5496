import { useThing } from '#kernel/ui/query.ts';

/** `GET /me/factors`. */
export interface Factors {
  totp: boolean;
  recovery_codes_left: number;
  passkeys: { id: string; name: string; made_at: string | null }[];
}

export const useFactors = () => useThing<Factors>('/me/factors');

/** What an `otpauth:` address holds that one types by hand. Pure. */
export const typedFrom = (uri: string): { account: string; issuer: string; key: string } => {
  const url = new URL(uri);
  const label = decodeURIComponent(url.pathname.replace(/^\/*/, ''));
  const secret = url.searchParams.get('secret') ?? '';
  return {
    account: label.includes(':') ? label.slice(label.indexOf(':') + 1).trim() : label,
    issuer: url.searchParams.get('issuer') ?? '',
    key: (secret.match(/.{1,4}/g) ?? []).join(' '),
  };
};
