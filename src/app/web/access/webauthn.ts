import { ApiRefusal } from '#kernel/ui/client.ts';

type Json = Record<string, unknown>;

const SILENT = new Set(['NotAllowedError', 'AbortError']);

/** True where the browser knows passkeys and their JSON form. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** Asks the browser for a passkey; null when the person thought better of it. */
export const askPasskey = (options: Json): Promise<Json | null> =>
  ask(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
        options as unknown as PublicKeyCredentialRequestOptionsJSON,
      ),
    }),
  );

/** Lets the browser make one; null when the person thought better of it. */
export const makePasskey = (options: Json): Promise<Json | null> =>
  ask(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
        options as unknown as PublicKeyCredentialCreationOptionsJSON,
      ),
    }),
  );

const ask = async (ceremony: () => Promise<Credential | null>): Promise<Json | null> => {
  try {
    const made = (await ceremony()) as PublicKeyCredential | null;
    return made && (made.toJSON() as unknown as Json);
  } catch (fault) {
    const name = fault instanceof DOMException ? fault.name : '';
    if (SILENT.has(name)) return null;
    throw new ApiRefusal(400, {
      code: 'passkey_not_made',
      detail:
        name === 'InvalidStateError'
          ? 'This device has a passkey for your account already.'
          : 'The browser could not do this with a passkey. Try another device, or use your password.',
    });
  }
};
