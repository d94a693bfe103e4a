import { configureLogger } from '@leadstream/telemetry';
import { describeBrokerLoss } from '../spec/broker-loss.spec.js';
import { KAFKAJS } from './kafkajs-adapter.fixture.spec.js';

configureLogger({ service: 'spec', level: 'silent' });
describeBrokerLoss(KAFKAJS);
