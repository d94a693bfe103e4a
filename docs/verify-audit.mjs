// node verify-audit.mjs EXPORT.ndjson [KEY.pem]: checks an export of the audit trail with nothing but Node. How it is made: audit.md.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { promises, readFileSync } from 'node:fs';
const fail = (text) => process.exit(console.error(`NOT SOUND: ${text}`) ?? 1);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const netstring = (value) => `${Buffer.byteLength(String(value ?? ''))}:${value ?? ''},`;
const PLACE = 'sequence recordedAt eventId type version source subject subjectVersion occurredAt actor correlationId causationId leadId';
const FIELDS = `${PLACE} topic partition offset personKeyId body`.split(' ');
let header, last, next, archive, proof;
for await (const text of (await promises.open(process.argv[2])).readLines()) {
  const line = JSON.parse(text);
  if (line.kind === 'header') [header, last, next] = [line, line.previousHash, line.from];
  if (line.kind === 'archive') archive = line;
  if (line.kind === 'checkpoint') proof = line;
  if (line.kind !== 'entry') continue;
  if (line.sequence !== next++) fail(`entry ${next - 1} is missing, ${line.sequence} stands in its place`);
  last = sha256([last, header.layout, header.tenantId, ...FIELDS.map((field) => line[field])].map(netstring).join(''));
  if (last !== line.hash) fail(`entry ${line.sequence} is not what was recorded`);
}
if (header?.layout !== 'leadstream-audit-1' || !proof) fail('no header, or no checkpoint at the end');
if (proof.sequence !== next - 1 || proof.hash !== last) fail('the checkpoint speaks of another last entry');
if (archive && (archive.sequence !== header.from - 1 || archive.hash !== header.previousHash)) fail('the archive ends at another entry');
const signer = ({ number, purpose, sequence, hash, signedAt, signature, publicKey, keyId }) => {
  const key = createPublicKey(process.argv[3] && keyId === proof.keyId ? readFileSync(process.argv[3]) : publicKey);
  const signed = ['leadstream-audit-checkpoint-1', header.tenantId, number, purpose, sequence, hash, signedAt, ''].join('\n');
  if (!verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url'))) fail('the signature does not hold');
  return `signed ${signedAt} with key ${sha256(key.export({ type: 'spki', format: 'der' }))}`;
};
const entries = next > header.from ? `entries ${header.from} to ${next - 1}` : `no entries, those up to ${next - 1} were taken out`;
console.log(`sound: ${entries}, ${signer(proof)}`);
if (archive) console.log(`begins behind entry ${archive.sequence}, up to which entries were taken out: ${signer(archive)}`);
