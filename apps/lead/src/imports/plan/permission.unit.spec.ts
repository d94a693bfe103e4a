import { describe, expect, it } from '@jest/globals';
import type { ImportTarget } from '@leadstream/contracts';
import { readPermissions, restrictiveOnly, type RowPermissions } from './permission.rules.js';

const givenAt = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-05-01T10:00:00Z');
const read = (said: Partial<Record<ImportTarget, string>>) =>
  readPermissions(new Map(Object.entries(said)) as Map<ImportTarget, string>, { purpose: 'sales', textVersion: 'v1', givenAt, now });

describe('readPermissions', () => {
  it('reads a yes as given when the row says, and a no as withdrawn by now', () => {
    expect(read({ 'consent.email': 'Oui', 'consent.sms': 'nein' })).toEqual({
      consents: [
        { channel: 'email', purpose: 'sales', state: 'given', basis: 'consent', textVersion: 'v1', statedAt: givenAt.toISOString() },
        { channel: 'sms', purpose: 'sales', state: 'withdrawn', basis: 'consent', textVersion: null, statedAt: now.toISOString() },
      ],
      doNotContact: [],
    });
  });

  it('takes the stricter of two columns about one channel, whichever comes first', () => {
    for (const said of [
      { 'consent.all': 'yes', 'consent.sms': 'no' },
      { 'consent.sms': 'no', 'consent.all': 'yes' },
    ]) {
      const { consents } = read(said) as RowPermissions;
      expect(Object.fromEntries(consents.map(({ channel, state }) => [channel, state]))).toEqual({
        email: 'given',
        sms: 'withdrawn',
        whatsapp: 'given',
        voice: 'given',
        social: 'given',
      });
    }
  });

  it('forbids by a yes, and says nothing by a no', () => {
    expect(read({ 'doNotContact.voice': 'TRUE', 'doNotContact.email': '0' })).toEqual({ consents: [], doNotContact: ['voice'] });
    expect(read({ 'doNotContact.all': 'x' })).toMatchObject({ doNotContact: ['email', 'sms', 'whatsapp', 'voice', 'social'] });
    expect(read({ 'doNotContact.email': 'no' })).toBeUndefined();
    expect(read({ email: 'yes' })).toBeUndefined();
  });

  it('refuses any other word', () => {
    expect(read({ 'consent.email': 'maybe' })).toMatchObject({ code: 'flag.unclear', path: 'consent.email' });
  });

  it('keeps only what forbids of a row that is left out', () => {
    const said = read({ 'consent.email': 'yes', 'consent.sms': 'no', 'doNotContact.voice': 'yes' }) as RowPermissions;
    expect(restrictiveOnly(said)).toMatchObject({ consents: [{ channel: 'sms', state: 'withdrawn' }], doNotContact: ['voice'] });
  });
});
