import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A device that keeps one passkey, in software: what a browser's WebAuthn answers to our challenges. */
export interface Device {
  create(options: Options): Record<string, unknown>;
  get(options: Options, how?: { verifies: boolean }): Record<string, unknown>;
}

interface Options {
  challenge: string;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const NEW_KEY = 0x40;

/** `verifies` false: a device that does not ask who holds it. */
export const softDevice = (origin: string, { verifies = true } = {}): Device => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const rpHash = createHash('sha256').update(new URL(origin).hostname).digest();
  let counter = 0;
  const data = (flags: number, more: Buffer): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    return Buffer.concat([rpHash, Buffer.from([flags | PRESENT]), count, more]);
  };
  const client = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const answer = (response: Record<string, unknown>) => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    authenticatorAttachment: 'platform',
    response,
  });
  return {
    create: ({ challenge }) => {
      const cose = map([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, 'base64url')],
        [-3, Buffer.from(y!, 'base64url')],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = data(NEW_KEY | (verifies ? VERIFIED : 0), Buffer.concat([Buffer.alloc(16), length, id, cose]));
      return answer({
        clientDataJSON: client('webauthn.create', challenge).toString('base64url'),
        attestationObject: map([
          ['fmt', 'none'],
          ['attStmt', new Map<string, string>()],
          ['authData', authData],
        ]).toString('base64url'),
        transports: ['internal'],
      });
    },
    get: ({ challenge }, how = { verifies }) => {
      const clientData = client('webauthn.get', challenge);
      const authData = data(how.verifies ? VERIFIED : 0, Buffer.alloc(0));
      const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
      return answer({
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
      });
    },
  };
};

type Value = number | string | Buffer | Map<string, string>;

/** As much CBOR as a passkey needs: maps of small numbers, texts and bytes. */
const map = (pairs: readonly (readonly [number | string, Value])[]): Buffer =>
  Buffer.concat([head(5, pairs.length), ...pairs.flatMap(([key, value]) => [encode(key), encode(value)])]);

const encode = (value: Value): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.isBuffer(value) ? Buffer.concat([head(2, value.length), value]) : head(5, 0);
};

const head = (major: number, size: number): Buffer => {
  const first = major << 5;
  if (size < 24) return Buffer.from([first | size]);
  return size < 256 ? Buffer.from([first | 24, size]) : Buffer.from([first | 25, size >> 8, size & 255]);
};
