import { describe, expect, it } from '@jest/globals';
import { readSendgridEvent } from './sendgrid-event.rules.js';

const receivedAt = new Date('2026-01-02T03:04:05Z');

describe('readSendgridEvent', () => {
  it('reads a delivered event', () => {
    const event = readSendgridEvent(
      {
        email: ' Example@Test.com ',
        timestamp: 1513299569,
        event: 'delivered',
        sg_event_id: 'ZGVsaXZlcmVk',
        sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
      },
      receivedAt,
    );
    expect(event).toMatchObject({
      providerEventId: 'ZGVsaXZlcmVk',
      providerMessageId: '14c5d75ce93',
      email: 'example@test.com',
      occurredAt: '2017-12-15T00:59:29.000Z',
      state: 'delivered',
    });
  });

  it('keeps an event of a kind it does not know, without a state', () => {
    expect(readSendgridEvent({ event: 'account_status_change', sg_event_id: 'x' }, receivedAt)).toMatchObject({
      kind: 'account_status_change',
      state: null,
      occurredAt: receivedAt.toISOString(),
    });
  });

  it('knows an event without id by its content, whatever the order of its fields', () => {
    const a = readSendgridEvent({ event: 'open', email: 'a@example.com', timestamp: 1 }, receivedAt);
    const b = readSendgridEvent({ timestamp: 1, email: 'a@example.com', event: 'open' }, receivedAt);
    const c = readSendgridEvent({ timestamp: 2, email: 'a@example.com', event: 'open' }, receivedAt);
    expect(a.providerEventId).toBe(b.providerEventId);
    expect(a.providerEventId).not.toBe(c.providerEventId);
  });

  it('survives hostile values', () => {
    const event = readSendgridEvent({ event: '__proto__', email: 'a\u0000@example.com', timestamp: 1e300, sg_message_id: 7 }, receivedAt);
    expect(readSendgridEvent({ sg_event_id: 'half\ud800' }, receivedAt).providerEventId).toBe('half\uFFFD');
    expect(event).toMatchObject({
      state: null,
      email: 'a\uFFFD@example.com',
      occurredAt: receivedAt.toISOString(),
      providerMessageId: null,
    });
  });
});
