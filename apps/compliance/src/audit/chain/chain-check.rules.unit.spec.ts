import { describe, expect, it } from '@jest/globals';
import type { AuditFinding } from '@leadstream/contracts';
import { type AuditEntry, BEFORE_FIRST, type Footing } from '../audit-entry.js';
import { chainOf, TENANT } from './chain.fixture.spec.js';
import { ChainCheck } from './chain-check.rules.js';
import { checkEnd } from './chain-end.rules.js';
import { entryHash } from './entry-hash.rules.js';

const CHAIN = chainOf(6);
const at = (place: number): AuditEntry => CHAIN[place - 1] as AuditEntry;

/** What is found first, and up to where the chain held. */
function walk(entries: readonly AuditEntry[], footing: Footing = BEFORE_FIRST): { finding: AuditFinding | undefined; last: Footing } {
  const check = new ChainCheck(TENANT, footing);
  for (const entry of entries) {
    const finding = check.next(entry);
    if (finding !== undefined) return { finding, last: check.last };
  }
  return { finding: undefined, last: check.last };
}

const rehashed = (entry: AuditEntry): AuditEntry => ({ ...entry, hash: entryHash(TENANT, entry) });
/** With another row in that place. */
const replaced = (place: number, entry: AuditEntry): AuditEntry[] => CHAIN.with(place - 1, entry);

describe('a chain', () => {
  it('holds as it was made, from its beginning and from any entry', () => {
    expect(walk(CHAIN)).toEqual({ finding: undefined, last: expect.objectContaining({ sequence: 6, hash: at(6).hash }) });
    expect(walk(CHAIN.slice(3), at(3)).finding).toBeUndefined();
  });

  it.each<[string, readonly AuditEntry[], AuditFinding]>([
    [
      'a letter changed',
      replaced(3, { ...at(3), body: at(3).body.replace('source', 'Source') }),
      { sequence: 3, problem: 'altered', belongsAt: null },
    ],
    ['a hash changed', replaced(3, { ...at(3), hash: Buffer.alloc(32) }), { sequence: 3, problem: 'altered', belongsAt: null }],
    ['the first changed', replaced(1, { ...at(1), actor: null }), { sequence: 1, problem: 'altered', belongsAt: null }],
    ['a row removed', CHAIN.filter(({ sequence }) => sequence !== 4), { sequence: 4, problem: 'missing', belongsAt: null }],
    ['the first removed', CHAIN.slice(1), { sequence: 1, problem: 'missing', belongsAt: null }],
    [
      'two rows swapped',
      CHAIN.with(1, { ...at(5), sequence: 2 }).with(4, { ...at(2), sequence: 5 }),
      { sequence: 2, problem: 'reordered', belongsAt: 5 },
    ],
    [
      'the gap closed',
      [...CHAIN.slice(0, 2), ...CHAIN.slice(3).map((entry) => ({ ...entry, sequence: entry.sequence - 1 }))],
      { sequence: 3, problem: 'reordered', belongsAt: 4 },
    ],
    [
      'a row twice',
      [...CHAIN.slice(0, 3), { ...at(3), eventId: at(1).eventId }, ...CHAIN.slice(3)],
      { sequence: 3, problem: 'inserted', belongsAt: null },
    ],
    [
      'a row with its hash',
      replaced(4, rehashed({ ...at(4), actor: 'member:eve' })),
      { sequence: 4, problem: 'rewritten', belongsAt: null },
    ],
  ])('with %s is found out', (_, entries, finding) => expect(walk(entries).finding).toEqual(finding));

  it('into which a row was put, the others pushed on, is found out', () => {
    const invented = rehashed({ ...at(3), actor: 'member:eve' });
    const pushed = CHAIN.slice(2).map((entry) => ({ ...entry, sequence: entry.sequence + 1 }));
    expect(walk([...CHAIN.slice(0, 2), invented, ...pushed]).finding).toEqual({ sequence: 3, problem: 'inserted', belongsAt: null });
  });
});

describe('the end of a chain', () => {
  const END = { head: at(6), lastEntry: 6, lastSigned: 6 };
  const lines = (change: object): AuditFinding | undefined => checkEnd(at(6), { ...END, ...change });

  it('is its head, and what was signed', () => {
    expect(lines({})).toBeUndefined();
    expect(lines({ lastSigned: 0 })).toBeUndefined();
    expect(checkEnd(BEFORE_FIRST, { head: BEFORE_FIRST, lastEntry: 0, lastSigned: 0 })).toBeUndefined();
  });

  it('that was cut off is missed by the head, or by what was signed', () => {
    expect(checkEnd(at(4), END)).toEqual({ sequence: 5, problem: 'missing', belongsAt: null });
    expect(checkEnd(at(4), { head: at(4), lastEntry: 4, lastSigned: 6 })).toEqual({ sequence: 5, problem: 'missing', belongsAt: null });
    // A check that begins behind what was signed.
    expect(checkEnd(at(6), { head: at(4), lastEntry: 4, lastSigned: 6 })).toEqual({ sequence: 5, problem: 'missing', belongsAt: null });
  });

  it('has nothing behind it, and the hash of the last entry', () => {
    expect(lines({ lastEntry: 7 })).toEqual({ sequence: 7, problem: 'inserted', belongsAt: null });
    expect(lines({ head: { ...at(6), hash: at(5).hash } })).toEqual({ sequence: 6, problem: 'rewritten', belongsAt: null });
  });
});
