import { configureLogger } from '@leadstream/telemetry';
import { describeKafkaClient } from '../spec/kafka-client-conformance.spec.js';
import { KAFKAJS } from './kafkajs-adapter.fixture.spec.js';

configureLogger({ service: 'spec', level: 'silent' });
describeKafkaClient(KAFKAJS);
