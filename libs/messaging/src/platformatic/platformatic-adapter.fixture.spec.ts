import type { Adapter } from '../spec/kafka-client-conformance.spec.js';
import { PlatformaticClient } from './platformatic-client.js';

/** For the suites of the port. */
export const PLATFORMATIC: Adapter = {
  name: 'platformatic',
  client: (brokers, wishes) => new PlatformaticClient({ brokers, clientId: 'spec', ...wishes }),
};
