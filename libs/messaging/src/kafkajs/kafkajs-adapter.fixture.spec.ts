import type { Adapter } from '../spec/kafka-client-conformance.spec.js';
import { KafkajsClient } from './kafkajs-client.js';

/** For the suites of the port. */
export const KAFKAJS: Adapter = {
  name: 'kafkajs',
  repeatsWhatWasTaken: true,
  client: (brokers, wishes) => new KafkajsClient({ brokers, clientId: 'spec', ...wishes }),
};
