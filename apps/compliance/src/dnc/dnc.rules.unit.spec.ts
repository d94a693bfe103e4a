import { describe, expect, it } from '@jest/globals';
import {
  blocks,
  holdsOn,
  isLeftToPerson,
  isTakenOver,
  laterExpiry,
  normaliseChannels,
  othersStatement,
  requireFutureExpiry,
  statedSince,
} from './dnc.rules.js';

const now = new Date('2026-11-20T12:00:00Z');
const forever = { channels: [], expiresAt: null };

describe('blocks', () => {
  it('blocks every channel when none is named', () => {
    expect(blocks(forever, 'sms', now)).toBe(true);
    expect(blocks(forever, undefined, now)).toBe(true);
  });

  it('blocks the channels that are named and no other', () => {
    const entry = { channels: ['sms' as const], expiresAt: null };
    expect(blocks(entry, 'sms', now)).toBe(true);
    expect(blocks(entry, 'email', now)).toBe(false);
    expect(blocks(entry, undefined, now)).toBe(true);
  });

  it('blocks until its expiry and not from it on', () => {
    expect(blocks({ channels: [], expiresAt: '2026-11-20T12:00:00.001Z' }, 'sms', now)).toBe(true);
    expect(blocks({ channels: [], expiresAt: '2026-11-20T12:00:00.000Z' }, 'sms', now)).toBe(false);
  });
});

describe('laterExpiry', () => {
  const may = new Date('2027-05-01T00:00:00Z');

  it('prefers never, then the later', () => {
    expect(laterExpiry(null, may)).toBeNull();
    expect(laterExpiry(may, null)).toBeNull();
    expect(laterExpiry(now, may)).toEqual(may);
    expect(laterExpiry(may, now)).toEqual(may);
  });
});

describe('isTakenOver', () => {
  it("holds of a person's own opt-out that somebody else states, too", () => {
    expect(isTakenOver({ source: 'opt-out' }, { source: 'api' })).toBe(true);
    expect(isTakenOver({ source: 'opt-out' }, { source: 'opt-out' })).toBe(false);
    expect(isTakenOver({ source: 'registry' }, { source: 'opt-out' })).toBe(false);
  });

  it('lets what was said in a message be lifted in the preference centre once it was said there, too', () => {
    expect(isTakenOver({ source: 'opt-out' }, { source: 'preference-centre' })).toBe(true);
    expect(isTakenOver({ source: 'preference-centre' }, { source: 'opt-out' })).toBe(false);
    expect(isTakenOver({ source: 'preference-centre' }, { source: 'preference-centre' })).toBe(false);
  });

  it('does not hold of what the person stopped in the preference centre', () => {
    expect(isTakenOver({ source: 'preference-centre' }, { source: 'api' })).toBe(false);
  });
});

describe('what others say of a stop of the person', () => {
  const api = { reason: 'asked', source: 'api', evidence: null, expiresAt: '2026-11-20T12:00:00.001Z' };

  it('is kept beside it, and is nothing where the person said it', () => {
    expect(othersStatement(api)).toEqual(api);
    expect(othersStatement({ ...api, source: 'opt-out' })).toBeUndefined();
    expect(othersStatement({ ...api, source: 'preference-centre' })).toBeUndefined();
  });

  it('holds on until it is over when the person takes the stop back', () => {
    expect(holdsOn(api, now)).toBe(true);
    expect(holdsOn({ ...api, expiresAt: null }, now)).toBe(true);
    expect(holdsOn({ ...api, expiresAt: now.toISOString() }, now)).toBe(false);
    expect(holdsOn(undefined, now)).toBe(false);
  });
});

describe('isLeftToPerson', () => {
  it('holds of what somebody else takes back and the person has asked for', () => {
    expect(isLeftToPerson({ source: 'partner' }, 'sms')).toBe(true);
    expect(isLeftToPerson({ source: 'preference-centre' }, 'sms')).toBe(true);
    expect(isLeftToPerson({ source: 'partner' }, undefined)).toBe(false);
  });

  it('does not hold of the opt-out itself: whoever withdraws that lifts it', () => {
    expect(isLeftToPerson({ source: 'opt-out' }, 'sms')).toBe(false);
  });
});

describe('statedSince', () => {
  const [asked, called] = [{ note: 'asked by mail' }, { note: 'asked on the phone' }];
  const own = { reason: 'opted out', source: 'opt-out', evidence: null };
  const api = { reason: 'asked', source: 'api', evidence: called };

  it('is nothing when nothing new is stated', () => {
    expect(statedSince({ ...api, evidence: asked }, api)).toBeUndefined();
    expect(statedSince(own, own)).toBeUndefined();
  });

  it('is evidence where there was none, and the first stays', () => {
    expect(statedSince({ ...api, evidence: null }, { ...api, reason: 'again' })).toEqual(api);
    expect(statedSince({ ...api, evidence: asked }, { ...api, evidence: null })).toBeUndefined();
  });

  it('is what whoever takes the entry over says, with what was shown before unless that is shown better', () => {
    expect(statedSince({ ...own, evidence: asked }, api)).toEqual(api);
    expect(statedSince({ ...own, evidence: asked }, { ...api, evidence: null })).toEqual({ ...api, evidence: asked });
  });
});

describe('normaliseChannels', () => {
  it('sorts and drops repeats', () => {
    expect(normaliseChannels(['voice', 'email', 'voice'])).toEqual(['email', 'voice']);
  });
});

describe('requireFutureExpiry', () => {
  it('refuses an entry that would have expired already', () => {
    expect(() => requireFutureExpiry(now, now)).toThrow(expect.objectContaining({ code: 'COMPLIANCE.EXPIRES_IN_PAST' }));
    expect(() => requireFutureExpiry(null, now)).not.toThrow();
  });
});
