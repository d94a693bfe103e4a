import { describeAdministration } from './conformance/administration.fixture.spec.js';
import { describeConsuming } from './conformance/consuming.fixture.spec.js';
import { describeForeignRecords } from './conformance/foreign-records.fixture.spec.js';
import { describeMembership } from './conformance/membership.fixture.spec.js';
import { describeProducing } from './conformance/producing.fixture.spec.js';
import type { Adapter } from './conformance/stage.fixture.spec.js';

export type { Adapter, ClientWishes } from './conformance/stage.fixture.spec.js';

/**
 * What every adapter of the port has to do on a real broker. What it has to do while brokers fail is in
 * `describeBrokerLoss` and `describeReplicas`, which break brokers of their own.
 */
export function describeKafkaClient(adapter: Adapter): void {
  describeProducing(adapter);
  describeConsuming(adapter);
  describeMembership(adapter);
  describeForeignRecords(adapter);
  describeAdministration(adapter);
}
