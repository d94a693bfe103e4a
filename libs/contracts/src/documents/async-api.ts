import { type EventContract, type Producer, producersOf } from '../define-event.js';
import type { TopicContract } from '../define-topic.js';
import { contractName } from '../events/registry.js';
import { deadLetterTopicOf, type GroupContract } from '../groups.js';
import { eventHeaders } from './event-headers.js';
import { eventSchema } from './event-schema.js';
import { topicSpecOf } from './topic-file.js';

/** What the document is made from. */
export interface AsyncApiSources {
  readonly title: string;
  readonly version: string;
  readonly topics: readonly TopicContract[];
  readonly groups: readonly GroupContract[];
  readonly events: readonly EventContract[];
}

/** An AsyncAPI 3.0 document, ready for JSON. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly components: { readonly messages: Readonly<Record<string, Json>> };
  readonly [member: string]: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const channelRef = (topic: string): Json => ({ $ref: `#/channels/${topic}` });
const messageInChannel = (topic: string, name: string): Json => ({ $ref: `#/channels/${topic}/messages/${name}` });

function channel(topic: TopicContract, events: readonly EventContract[]): Json {
  const { partitions, config } = topicSpecOf(topic);
  return {
    address: topic.name,
    description: topic.description,
    messages: Object.fromEntries(events.map((event) => [contractName(event), { $ref: `#/components/messages/${contractName(event)}` }])),
    bindings: {
      kafka: {
        topic: topic.name,
        partitions,
        topicConfiguration: {
          'cleanup.policy': [config['cleanup.policy']],
          'retention.ms': Number(config['retention.ms']),
          'max.message.bytes': Number(config['max.message.bytes']),
        },
        bindingVersion: '0.5.0',
      },
    },
  };
}

function message(event: EventContract): Json {
  const name = contractName(event);
  const { $schema: _, ...payload } = eventSchema(event);
  return {
    name,
    title: name,
    contentType: 'application/json',
    headers: eventHeaders(event),
    payload,
    bindings: { kafka: { key: { type: 'string', description: `tenantId:${event.aggregate}` }, bindingVersion: '0.5.0' } },
  };
}

function sendOperation(producer: string, topic: TopicContract, events: readonly EventContract[]): [string, Json] {
  return [
    `${producer}.publish.${topic.name}`,
    {
      action: 'send',
      channel: channelRef(topic.name),
      summary: `${producer} publishes to ${topic.name}.`,
      messages: events.map((event) => messageInChannel(topic.name, contractName(event))),
    },
  ];
}

function receiveOperation(group: GroupContract, topic: TopicContract): [string, Json] {
  return [
    `${group.name}.receive.${topic.name}`,
    {
      action: 'receive',
      channel: channelRef(topic.name),
      summary: group.description,
      description: `Records that cannot be applied go to \`${deadLetterTopicOf(topic.name, group.name)}\`.`,
      bindings: { kafka: { groupId: { type: 'string', enum: [group.name] }, bindingVersion: '0.5.0' } },
    },
  ];
}

/** The AsyncAPI 3.0 document: topics as channels, events as messages, who sends and which group receives. */
export function asyncApiDocument({ title, version, topics, groups, events }: AsyncApiSources): AsyncApiDocument {
  const eventsOf = (topic: TopicContract): EventContract[] => events.filter((event) => event.topic.name === topic.name);
  const sendersTo = (topic: TopicContract): Producer[] => [...new Set(eventsOf(topic).flatMap(producersOf))];
  return {
    asyncapi: '3.0.0',
    info: { title, version, description: 'Domain events as CloudEvents 1.0 in the Kafka binary binding, one JSON document a record.' },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channel(topic, eventsOf(topic))])),
    operations: Object.fromEntries([
      ...topics.flatMap((topic) =>
        sendersTo(topic).map((producer) =>
          sendOperation(
            producer,
            topic,
            eventsOf(topic).filter((event) => producersOf(event).includes(producer)),
          ),
        ),
      ),
      ...groups.flatMap((group) => group.topics.map((topic) => receiveOperation(group, topic))),
    ]),
    components: { messages: Object.fromEntries(events.map((event) => [contractName(event), message(event)])) },
  };
}
