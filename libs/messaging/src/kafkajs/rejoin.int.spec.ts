import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { configureLogger } from '@leadstream/telemetry';
import { eventually, testStack } from '@leadstream/testing';
import type { KafkaClient } from '../index.js';
import { ConformanceStage, valuesOf } from '../spec/conformance/stage.fixture.spec.js';
import { KAFKAJS } from './kafkajs-adapter.fixture.spec.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';
import { consumerClientSettings, consumerSettings } from './kafkajs-settings.js';

/** Numbers of the Kafka protocol, https://kafka.apache.org/protocol. */
const HEARTBEAT = 12;
const JOIN_GROUP = 11;
const COORDINATOR_LOAD_IN_PROGRESS = 14;
const NOT_COORDINATOR = 16;

/** Errors that the broker "gives" next, by the kind of the request. */
let answers = new Map<number, number>();
/** What follows the error in an answer: of JoinGroup 5 a generation, no protocol, leader or member, and no members. */
const REST = new Map([[JOIN_GROUP, 14]]);

/** A connection to the broker on which some requests are answered before they leave. */
function socketFactory({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }): Socket {
  const socket = connect({ host, port }, onConnect);
  const write = socket.write.bind(socket) as (frame: Buffer, encoding: BufferEncoding) => boolean;
  const answerOrWrite = (frame: Buffer, encoding: BufferEncoding): boolean => {
    const kind = frame.readInt16BE(4);
    const error = answers.get(kind);
    if (error === undefined) return write(frame, encoding);
    answers.delete(kind);
    const answer = Buffer.alloc(14 + (REST.get(kind) ?? 0));
    answer.writeInt32BE(answer.length - 4, 0);
    frame.copy(answer, 4, 8, 12);
    answer.writeInt16BE(error, 12);
    setImmediate(() => socket.emit('data', answer));
    return true;
  };
  return Object.assign(socket, { write: answerOrWrite });
}

configureLogger({ service: 'spec', level: 'silent' });

let stage: ConformanceStage;
beforeAll(() => {
  stage = new ConformanceStage(KAFKAJS, testStack().kafkaBrokers);
});
afterAll(() => stage.close());

it('a broker that has just started and is still loading the group is asked again until it has the member back', async () => {
  const topic = await stage.topic();
  const kafka: Pick<KafkaClient, 'consumer'> = {
    consumer: (options) =>
      new KafkajsConsumer({ ...consumerClientSettings(stage.brokers, 'spec'), socketFactory }, options, consumerSettings(options.groupId)),
  };
  const member = stage.join([topic], { kafka: kafka as KafkaClient });
  await stage.send(topic, ['before']);
  await eventually(() => expect(valuesOf(member.records)).toEqual(['before']), { withinMs: 20_000 });
  answers = new Map([
    [HEARTBEAT, NOT_COORDINATOR],
    [JOIN_GROUP, COORDINATOR_LOAD_IN_PROGRESS],
  ]);
  await eventually(() => expect([member.revocations, answers.size]).toEqual([1, 0]), { withinMs: 20_000 });
  await eventually(() => expect(member.assignments).toEqual([[{ topic, partition: 0 }], [{ topic, partition: 0 }]]), { withinMs: 20_000 });
  await stage.send(topic, ['after']);
  await eventually(() => expect(valuesOf(member.records)).toEqual(['before', 'after']), { withinMs: 20_000 });
});
