import { describe, expect, it } from '@jest/globals';
import type { LoggedDelivery } from './received-event.js';
import { deliveryOf } from './ingest.rules.js';

const place = { receiptId: 'r', endpointId: 'e', provider: 'sendgrid', receivedAt: '2026-11-28T12:00:00.000Z' };
const happened = { providerEventId: 'p', providerMessageId: 'm', kind: 'open', occurredAt: '2026-11-28T11:59:00.000Z', state: 'opened' };
const said = { ...happened, email: 'ada@example.com', payload: '{}' };
const logged = (version: number, data: object) => ({ id: 'i', type: 'email-events.received', version, data }) as unknown as LoggedDelivery;
const sealed = (contents: object[] | null) => logged(2, { ...place, receivedOn: '2026-11-28', events: [happened, happened], contents });

describe('a delivery', () => {
  it('says the same in both versions', () => {
    const { data } = deliveryOf(logged(1, { ...place, events: [said, { ...said, email: null }] }));
    const contents = [
      { recipient: 'ada@example.com', payload: '{}' },
      { recipient: null, payload: '{}' },
    ];
    expect(deliveryOf(sealed(contents)).data).toEqual(data);
    expect(data.events.map(({ email }) => email)).toEqual(['ada@example.com', null]);
  });

  it('is counted without what it said once the key of its day is destroyed', () => {
    const nothing = { ...happened, email: null, payload: null };
    expect(deliveryOf(sealed(null)).data.events).toEqual([nothing, nothing]);
  });
});
