import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { allEvents, contractName } from '../events/registry.js';
import { eventSchema } from './event-schema.js';

const ajv = formats.default(new Ajv2020({ allErrors: true }));
ajv.addVocabulary(['x-personal', 'x-topic', 'x-producer', 'x-key']);

function fixtureValue(name: string): Record<string, unknown> {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures', `${name}.json`), 'utf8');
  return (JSON.parse(text) as { value: Record<string, unknown> }).value;
}

describe('JSON Schema of an event', () => {
  it.each(allEvents.map((contract) => [contractName(contract), contract] as const))(
    '%s takes its fixture and nothing less',
    (name, contract) => {
      const validate = ajv.compile(eventSchema(contract));
      const value = fixtureValue(name);
      expect(validate(value)).toBe(true);
      expect(validate({ ...value, addedLater: true })).toBe(true);
      for (const field of Object.keys(contract.data.shape)) {
        const { [field]: _, ...rest } = value;
        expect(validate(rest)).toBe(contract.data.safeParse(rest).success);
        expect(validate({ ...value, [field]: { not: 'this' } })).toBe(false);
      }
    },
  );

  it('marks personal fields', () => {
    const [captured] = allEvents;
    expect(captured && eventSchema(captured)).toMatchObject({ 'x-key': 'tenantId:leadId', properties: { email: { 'x-personal': true } } });
  });
});
