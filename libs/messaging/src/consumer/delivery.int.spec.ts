import { describeDelivery } from '../spec/delivery.spec.js';

describeDelivery('combined');
describeDelivery('kafkajs');
describeDelivery('platformatic');
