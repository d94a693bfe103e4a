import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, type KafkaOptions, Payload, Transport } from '@nestjs/microservices';
import type { Run } from '../paired-runs.ts';
import type { Topic } from './empty-loop.ts';
import { Watch } from './watched-client.ts';

/** Nest's own Kafka transport with a handler that does nothing; its clock starts with the first event, later than the others'. */
export async function stockTransport({ brokers, name, records }: Topic, groupId: string, concurrency: number): Promise<Run> {
  const watch = new Watch(records);
  const options: KafkaOptions = {
    transport: Transport.KAFKA,
    options: {
      client: { brokers: [...brokers] },
      consumer: { groupId, maxWaitTimeInMs: 500, maxBytesPerPartition: 1_048_576, maxBytes: 6_291_456 },
      subscribe: { fromBeginning: true },
      run: { partitionsConsumedConcurrently: concurrency },
    },
  };
  const app = await NestFactory.createMicroservice(moduleFor(name, watch), { ...options, logger: false });
  await app.listen();
  const run = await watch.finished;
  await app.close();
  return run;
}

/** Decorators by hand: this file runs as it stands, without a compiler. */
function moduleFor(topic: string, watch: Watch): new () => object {
  class StockConsumer {
    onEvent(_event: unknown): void {
      watch.began();
      watch.committed(1);
    }
  }
  const method = Object.getOwnPropertyDescriptor(StockConsumer.prototype, 'onEvent') as PropertyDescriptor;
  EventPattern(topic)(StockConsumer.prototype, 'onEvent', method);
  Payload()(StockConsumer.prototype, 'onEvent', 0);
  Controller()(StockConsumer);
  class StockModule {}
  Module({ controllers: [StockConsumer] })(StockModule);
  return StockModule;
}
