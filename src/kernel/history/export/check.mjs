// Checks an export of the audit with nothing but Node: node check.mjs [audit.ndjson] [fingerprint you were told]
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
};
const must = (holds, finding) => {
  if (holds) return;
  console.error(finding);
  process.exit(1);
};
const read = (line) => {
  try {
    return JSON.parse(line);
  } catch {
    return must(false, 'A line is no JSON: the file was changed.');
  }
};

const [file = 'audit.ndjson', told] = process.argv.slice(2);
const bytes = readFileSync(file);
const end = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
const { signature, public_key } = read(bytes.toString('utf8', end));
const key = Buffer.from(String(public_key), 'hex');
const signed = Buffer.from(String(signature), 'hex');
const last = { signature: signed.toString('hex'), public_key: key.toString('hex'), fingerprint: sha256(key) };
must(`${JSON.stringify(last)}\n` === bytes.toString('utf8', end), 'The line of the signature was changed.');
must(!told || told === last.fingerprint, `Signed by another key: its fingerprint is ${last.fingerprint}.`);
const ed25519 = createPublicKey({ key, format: 'der', type: 'spki' });
must(verify(null, bytes.subarray(0, end), ed25519, signed), 'The signature does not fit: the file was changed.');

const [head, ...lines] = bytes.toString('utf8', 0, end).trimEnd().split('\n').map(read);
const events = lines.flatMap(({ event }) => event ?? []);
const seals = lines.flatMap(({ seal }) => seal ?? []);
must(head.events === events.length && head.seals === seals.length, 'Lines are missing or too many.');
const sealed = new Set(seals.flatMap(({ hashes }) => hashes));
for (const event of events) {
  const { actor, at, facts, id, practice_id, private_hash, thing, verb, for_member, undoes } = event;
  const fields = { actor, at, facts, id, practice_id, private_hash, thing, verb };
  if (for_member) fields.for_member = for_member;
  if (undoes) fields.undoes = undoes;
  must(sha256(canonical(fields)) === event.hash, `Event ${id} of ${at} («${verb}») was changed.`);
  const known = !event.private || sha256(`${event.private_salt}\n${canonical(event.private)}`) === private_hash;
  must(known, `The personal values of event ${id} of ${at} were changed.`);
  must(sealed.has(event.hash), `Event ${id} of ${at} stands under no seal.`);
}
seals.forEach(({ no, previous, hashes, hash }, i) => {
  must(sha256([previous, ...hashes].join('\n')) === hash, `Seal ${no} does not fit its events.`);
  must(seals[i - 1]?.no !== no - 1 || seals[i - 1].hash === previous, `Seal ${no} does not follow seal ${no - 1}.`);
});
console.log(`Whole: ${events.length} events under ${seals.length} seals. Key ${last.fingerprint}`);
