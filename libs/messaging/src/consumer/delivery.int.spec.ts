import { describeDelivery } from '../spec/delivery.spec.js';

describeDelivery('kafkajs');
describeDelivery('platformatic');
