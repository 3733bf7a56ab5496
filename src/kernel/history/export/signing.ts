import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { keyFile } from '#kernel/database/key-file.ts';

/** What stands behind the lines of an export; key and signature in hex. */
export interface Signature {
  signature: string;
  public_key: string;
  /** SHA-256 of the public key: told by another way, it shows that the key is the installation's. */
  fingerprint: string;
}

/** Signs with the installation's Ed25519 key, `keys/audit.pem` in the data folder, made at the first use (PL-105). */
export const signed = (data: string, bytes: Buffer): Signature => {
  const key = createPrivateKey(keyFile(data, 'audit.pem', newKey));
  const known = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    signature: sign(null, bytes, key).toString('hex'),
    public_key: known.toString('hex'),
    fingerprint: createHash('sha256').update(known).digest('hex'),
  };
};

/** The fingerprint of the installation's key, by which one tells whether a file was signed here. */
export const fingerprintOf = (data: string): string => signed(data, Buffer.alloc(0)).fingerprint;

const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString().trim();
