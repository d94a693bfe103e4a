import { configureLogger } from '@leadstream/telemetry';
import { describeBrokerLoss } from '../spec/broker-loss.spec.js';
import { PLATFORMATIC } from './platformatic-adapter.fixture.spec.js';

configureLogger({ service: 'spec', level: 'silent' });
describeBrokerLoss(PLATFORMATIC);
