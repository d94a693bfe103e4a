// node verify-audit.mjs EXPORT.ndjson [KEY.pem]: checks an export of the audit trail with nothing but Node. How it is made: audit.md.
import { Buffer } from 'node:buffer';
import console from 'node:console';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { argv, exit } from 'node:process';

const fail = (text) => exit(console.error(`NOT SOUND: ${text}`) ?? 1);
const netstring = (value) => `${Buffer.byteLength(String(value ?? ''))}:${value ?? ''},`;
const PLACE = 'sequence recordedAt eventId type version source subject subjectVersion occurredAt actor correlationId causationId leadId';
const FIELDS = `${PLACE} topic partition offset personKeyId body`.split(' ');
let header, last, next, proof;
for await (const text of (await open(argv[2])).readLines()) {
  const line = JSON.parse(text);
  if (line.kind === 'header') [header, last, next] = [line, line.previousHash, line.from];
  if (line.kind === 'checkpoint') proof = line;
  if (line.kind !== 'entry') continue;
  if (line.sequence !== next) fail(`entry ${next} is missing, ${line.sequence} stands in its place`);
  const hashed = [last, header.layout, header.tenantId, ...FIELDS.map((field) => line[field])].map(netstring).join('');
  last = createHash('sha256').update(hashed).digest('hex');
  if (last !== line.hash) fail(`entry ${line.sequence} is not what was recorded`);
  next += 1;
}
if (header?.layout !== 'leadstream-audit-1' || !proof) fail('no header, or no checkpoint at the end');
if (proof.sequence !== next - 1 || proof.hash !== last) fail('the checkpoint speaks of another last entry');
const key = createPublicKey(argv[3] ? await readFile(argv[3]) : proof.publicKey);
const signed = `leadstream-audit-checkpoint-1\n${header.tenantId}\n${proof.number}\n${proof.purpose}\n${next - 1}\n${last}\n${proof.signedAt}\n`;
if (!verify(null, Buffer.from(signed), key, Buffer.from(proof.signature, 'base64url'))) fail('the signature does not hold');
const fingerprint = createHash('sha256').update(key.export({ type: 'spki', format: 'der' }));
console.log(`sound: entries ${header.from} to ${next - 1}, signed ${proof.signedAt} with key ${fingerprint.digest('hex')}`);
