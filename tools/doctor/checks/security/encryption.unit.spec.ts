import { describe, expect, it } from '@jest/globals';
import { Keyring } from '@leadstream/persistence';
import { Site, type SiteAddresses } from '../../site.ts';
import { ringOf, sealedProblems } from './encryption.ts';

const secret = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const siteWhere = (isLocal: boolean): Site => new Site({ isLocal } as SiteAddresses);

describe('the keys of the apps', () => {
  it('are read as the apps read them', () => {
    const ring = ringOf(`k2:${secret(2)},k1:${secret(1)}`);
    expect(ring instanceof Keyring && ring.ids).toEqual(['k2', 'k1']);
  });

  it.each([undefined, ''])('are a remark when there are none to look with: %j', (list) => {
    expect(ringOf(list)).toMatchObject({ severity: 'ok', finding: expect.stringContaining('cannot be seen') });
  });

  it.each([
    ['a key that is too long', `k1:${secret(1)}x`, 'key 1: it is no base64 of 32 bytes'],
    ['an id that is taken', `k1:${secret(1)},k1:${secret(2)}`, 'key 2: its id is taken'],
  ])('are critical with %s, of which nothing is told', (_what, list, reason) => {
    const found = ringOf(list);
    expect(found).toMatchObject({ severity: 'critical', finding: expect.stringMatching(new RegExp(`${reason}$`)) });
    for (const byte of [1, 2]) expect(JSON.stringify(found)).not.toContain(secret(byte).slice(0, 10));
  });
});

describe('what lies under keys', () => {
  const ring = { ids: ['k2', 'k1'], activeId: 'k2' };
  const of = (byKey: Readonly<Record<string, number>>, isLocal = false): unknown[] =>
    sealedProblems(siteWhere(isLocal), ring, { subject: 'vault', things: 'keys', byKey });

  it('is well under the first of them', () => {
    expect(of({ k2: 7 })).toEqual([]);
  });

  it('waits for the rotation under another one of them', () => {
    expect(of({ k1: 3, k2: 7 })).toEqual([
      {
        severity: 'warn',
        subject: 'vault',
        finding: '3 keys under the key k1: the rotation to k2 is not finished',
        mend: 'npm run encryption -- rotate',
      },
    ]);
  });

  it('waits for a key that is not there to be given back', () => {
    const finding = '4 keys under the key k0, which ENCRYPTION_KEYS does not have: nothing opens them until it is given back';
    const lost = { severity: 'critical', subject: 'vault', finding };
    expect(of({ k0: 4 })).toEqual([{ ...lost, mend: 'kubectl edit secret leadstream-vault' }]);
    expect(of({ k0: 4 }, true)).toEqual([{ ...lost, mend: 'npm run encryption -- status' }]);
  });
});
