import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { allEvents } from '../events/registry.js';
import { allGroups } from '../groups.js';
import { allTopics } from '../topics.js';
import { asyncApiDocument } from './async-api.js';

const official = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json');
const validate = formats.default(new Ajv({ strict: false })).compile(JSON.parse(readFileSync(official, 'utf8')) as object);
const document = asyncApiDocument({ title: 'Events', version: '1.0.0', topics: allTopics, groups: allGroups, events: allEvents });
const plain = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;

/** Every `$ref` of the document, wherever it stands. */
function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : references(value)));
}

function target(reference: string): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], plain);
}

describe('AsyncAPI document', () => {
  it('satisfies the official schema of 3.0.0, which does refuse', () => {
    expect(validate(plain)).toBe(true);
    expect(validate({ ...plain, channels: { 'crm.lead.v1': { adress: 'crm.lead.v1' } } })).toBe(false);
  });

  it('refers to nothing that is missing', () => {
    expect(references(plain).length).toBeGreaterThan(allEvents.length);
    expect(references(plain).filter((reference) => target(reference) === undefined)).toEqual([]);
  });

  it('says who publishes what where, and which group reads it', () => {
    expect(plain).toMatchObject({
      channels: { 'crm.lead.v1': { address: 'crm.lead.v1', bindings: { kafka: { partitions: 6 } } } },
      operations: {
        'lead.publish.crm.lead.v1': { action: 'send' },
        'compliance.lead-projection.receive.crm.lead.v1': {
          action: 'receive',
          bindings: { kafka: { groupId: { enum: ['compliance.lead-projection'] } } },
        },
      },
      components: { messages: { 'lead.captured.v1': { headers: { properties: { ce_type: { const: 'lead.captured' } } } } } },
    });
  });
});
