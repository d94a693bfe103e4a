import type { EventContract } from '../define-event.js';
import { contractName } from '../events/registry.js';
import { type JsonSchema, jsonSchemaOf } from './json-schema.js';

/** JSON Schema of an event's data (the record's value). `x-topic`, `x-producer` and `x-key` are part of the contract. */
export function eventSchema(contract: EventContract): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:leadstream:event:${contract.type}:v${contract.version}`,
    title: contractName(contract),
    'x-topic': contract.topic.name,
    'x-producer': contract.producer,
    'x-key': `tenantId:${contract.aggregate}`,
    ...jsonSchemaOf(contract.data, 'output'),
  };
}
