import { configureLogger } from '@leadstream/telemetry';
import { describeReplicas } from '../spec/replicas.spec.js';
import { KAFKAJS } from './kafkajs-adapter.fixture.spec.js';

configureLogger({ service: 'spec', level: 'silent' });
describeReplicas(KAFKAJS);
