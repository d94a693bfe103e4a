import { expect, it } from '@jest/globals';
import type { Handler } from '../consumer/handler-table.js';
import type { Delivery } from './decode-records.js';
import { planRuns } from './runs.js';

const handler = (delivery: Handler['delivery']): Handler => ({ delivery, invoke: async () => [] });
const added = handler('batch');
const closed = handler('batch');
const alone = handler('single');

function delivery(of: Handler, subject: string, sequence: number): Delivery {
  const event = {
    id: `${subject}${sequence}`,
    type: 't',
    version: 1,
    source: 's',
    time: new Date(0),
    tenantId: 't',
    subject,
    sequence,
    correlationId: 'c',
    causationId: undefined,
    data: {},
  };
  const record = { topic: 't', partition: 0, offset: 0, timestampMs: 0, key: null, value: null, headers: {} };
  return { record, event, handler: of, traceparent: undefined };
}

function planned(deliveries: readonly Delivery[]): string[] {
  return planRuns(deliveries).map((run) => run.deliveries.map(({ event }) => event.id).join(' '));
}

it('makes one call of many events', () => {
  expect(planned([delivery(added, 'a', 1), delivery(added, 'b', 1), delivery(added, 'a', 2)])).toEqual(['a1 b1 a2']);
});

it('keeps alternating types in large batches as long as their aggregates differ', () => {
  const deliveries = ['a', 'b', 'c'].flatMap((subject) => [delivery(added, subject, 1), delivery(closed, subject, 2)]);
  expect(planned(deliveries)).toEqual(['a1 b1 c1', 'a2 b2 c2']);
});

it('never puts a later event of an aggregate before an earlier one', () => {
  const deliveries = [delivery(added, 'a', 1), delivery(closed, 'a', 2), delivery(added, 'a', 3), delivery(added, 'b', 1)];
  expect(planned(deliveries)).toEqual(['a1', 'a2', 'a3 b1']);
});

it('hands over one by one where the handler wants it so', () => {
  expect(planned([delivery(alone, 'a', 1), delivery(alone, 'b', 1), delivery(added, 'a', 2)])).toEqual(['a1', 'b1', 'a2']);
});
