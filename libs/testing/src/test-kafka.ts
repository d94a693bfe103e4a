import { Kafka, logLevel } from 'kafkajs';
import { testStack } from './test-stack.js';

/** A client that keeps quiet: what goes wrong reaches the spec as an exception. */
export function testKafka(): Kafka {
  return new Kafka({ clientId: 'spec', brokers: [...testStack().kafkaBrokers], logLevel: logLevel.NOTHING });
}
