import { configureLogger } from '@leadstream/telemetry';
import { testStack } from '@leadstream/testing';
import { describeKafkaClient } from '../spec/kafka-client-conformance.spec.js';
import { KafkajsClient } from './kafkajs-client.js';

configureLogger({ service: 'spec', level: 'silent' });
describeKafkaClient('KafkajsClient', () => new KafkajsClient({ brokers: testStack().kafkaBrokers, clientId: 'spec' }));
