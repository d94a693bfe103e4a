import type { EventContract } from '../define-event.js';
import { contractName } from '../events/registry.js';
import { type JsonSchema, jsonSchemaOf } from './json-schema.js';

/** What the docstrings of a contract say: the whole, and its fields by dotted path (`consents.channel`). */
export interface EventDocs {
  readonly summary: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** Docstrings by contract name (`lead.captured.v1`). */
export type EventDocsByName = ReadonlyMap<string, EventDocs>;

type Properties = Readonly<Record<string, JsonSchema>>;

function describeMembers(schema: JsonSchema, prefix: string, fields: EventDocs['fields']): JsonSchema {
  const properties = schema['properties'] as Properties | undefined;
  const items = schema['items'] as JsonSchema | undefined;
  const describeField = (name: string, field: JsonSchema): JsonSchema => {
    const description = fields.get(prefix + name);
    return { ...(description && { description }), ...describeMembers(field, `${prefix}${name}.`, fields) };
  };
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, describeField(name, field)])) }),
    ...(items && { items: describeMembers(items, prefix, fields) }),
  };
}

/**
 * JSON Schema of an event's data (the record's value). `x-topic`, `x-producer` and `x-key` are part of the contract.
 * @param docs docstrings of this contract; without them the schema stands bare
 */
export function eventSchema(contract: EventContract, docs?: EventDocs): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:leadstream:event:${contract.type}:v${contract.version}`,
    title: contractName(contract),
    ...(docs && { description: docs.summary }),
    'x-topic': contract.topic.name,
    'x-producer': contract.producer,
    'x-key': `tenantId:${contract.aggregate}`,
    ...describeMembers(jsonSchemaOf(contract.data, 'output'), '', docs?.fields ?? new Map<string, string>()),
  };
}
