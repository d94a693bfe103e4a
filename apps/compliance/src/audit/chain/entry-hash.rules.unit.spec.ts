import { expect, it } from '@jest/globals';
import { BEFORE_FIRST } from '../audit-entry.js';
import { CAPTURED, NOON, TAGGED, TENANT } from './chain.fixture.spec.js';
import { entryHash, hashedText } from './entry-hash.rules.js';
import { entriesAfter } from './next-entries.rules.js';

/**
 * Made by hand, of a file of netstrings that `printf '%s:%s,' "$(printf %s "$field" | wc -c)" "$field"` wrote for each field in the order of
 * docs/audit.md, with `sha256sum` of GNU coreutils.
 */
const FIRST = '39c29c689e2840190d2cbed7e55fe1b903b5a085546400ff082b0cbee309dd0f';
const SECOND = '1cc0bb822c6f2f298f9627876036007ded64d90878c04720acfd9b4813ff94b6';

it('makes the hashes that anybody makes by the description of the layout', () => {
  const entries = entriesAfter(TENANT, BEFORE_FIRST, [CAPTURED, TAGGED], NOON);
  expect(entries.map(({ sequence, hash }) => [sequence, hash.toString('hex')])).toEqual([
    [1, FIRST],
    [2, SECOND],
  ]);
});

it('counts bytes, not letters', () => {
  const [entry] = entriesAfter(TENANT, BEFORE_FIRST, [CAPTURED], NOON);
  expect(entry && hashedText(TENANT, entry)).toContain(`,${CAPTURED.body.length + 2}:{"leadId"`);
});

it.each([
  ['tenant', {}, '01920000-0000-7000-8000-000000000009'],
  ['place', { sequence: 2 }],
  ['recording', { recordedAt: new Date(NOON.getTime() + 1) }],
  ['event', { eventId: TAGGED.eventId }],
  ['type', { type: 'lead.updated' }],
  ['version', { version: 2 }],
  ['source', { source: 'gateway' }],
  ['subject', { subject: 'vip' }],
  ['version of the subject', { subjectVersion: 2 }],
  ['time', { occurredAt: NOON }],
  ['actor', { actor: null }],
  ['correlation', { correlationId: 'req-2' }],
  ['cause', { causationId: TAGGED.eventId }],
  ['lead', { leadId: null }],
  ['topic', { topic: 'crm.email.v1' }],
  ['partition', { partition: 4 }],
  ['offset', { offset: 42 }],
  ['key', { personKeyId: null }],
  ['body', { body: `${CAPTURED.body} ` }],
  ['entry before', { previousHash: Buffer.alloc(32, 1) }],
])('changes with the %s', (_, change: object, tenant = TENANT) => {
  const entry = { ...CAPTURED, sequence: 1, recordedAt: NOON, previousHash: BEFORE_FIRST.hash };
  expect(entryHash(tenant, { ...entry, ...change }).toString('hex')).not.toBe(FIRST);
  expect(entryHash(TENANT, entry).toString('hex')).toBe(FIRST);
});

it('never lets time run backwards along a chain', () => {
  const head = { ...BEFORE_FIRST, sequence: 7, recordedAt: new Date(NOON.getTime() + 60_000) };
  expect(entriesAfter(TENANT, head, [CAPTURED], NOON)).toMatchObject([{ sequence: 8, recordedAt: head.recordedAt }]);
});
