import { configureLogger } from '@leadstream/telemetry';
import { describeKafkaClient } from '../spec/kafka-client-conformance.spec.js';
import { PLATFORMATIC } from './platformatic-adapter.fixture.spec.js';

configureLogger({ service: 'spec', level: 'silent' });
describeKafkaClient(PLATFORMATIC);
