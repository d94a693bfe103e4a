import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { type ConsentingEvent, toldConsents } from './captured-consent.rules.js';
import { lastStated } from './consent.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
/** A lead that was captured at noon, by a machine whose clock may be ahead of who stated the consent. */
const captured = (givenAt: Date): ConsentingEvent =>
  ({
    id: uuidV7.next(),
    type: 'lead.captured',
    time: at('12:00:00'),
    data: {
      leadId: 'ada',
      consents: [{ channel: 'email', purpose: 'marketing', basis: 'consent', textVersion: null, givenAt: givenAt.toISOString() }],
    },
  }) as unknown as ConsentingEvent;
const lineOf = (givenAt: Date, recordedAt: Date) => toldConsents(captured(givenAt), 'capture', recordedAt, uuidV7)[0];

describe('a consent that a capture states', () => {
  it('is of the instant that was stated', () => {
    expect(lineOf(at('11:00:00'), at('12:05:00'))?.statedAt).toEqual(at('11:00:00'));
  });

  it('is of the capture at most, however late it is heard of', () => {
    expect(lineOf(at('12:04:00'), at('12:05:00'))?.statedAt).toEqual(at('12:00:00'));
    expect(lineOf(at('12:04:00'), at('11:59:00'))?.statedAt).toEqual(at('11:59:00'));
  });

  it('does not outweigh what was withdrawn between the capture and now', () => {
    const grant = lineOf(at('12:04:00'), at('12:05:00'));
    const withdrawal = { state: 'withdrawn' as const, statedAt: at('12:01:00'), entryNo: 1 };
    expect(grant && lastStated([withdrawal, { ...grant, expiresAt: null, entryNo: 2 }])?.state).toBe('withdrawn');
  });
});
