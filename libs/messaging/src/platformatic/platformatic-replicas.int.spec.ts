import { configureLogger } from '@leadstream/telemetry';
import { describeReplicas } from '../spec/replicas.spec.js';
import { PLATFORMATIC } from './platformatic-adapter.fixture.spec.js';

configureLogger({ service: 'spec', level: 'silent' });
describeReplicas(PLATFORMATIC);
