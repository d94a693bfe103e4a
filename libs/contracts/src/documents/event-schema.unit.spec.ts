import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { allEvents, contractName } from '../events/registry.js';
import { personalFieldsOf } from '../personal-fields.js';
import { eventSchema } from './event-schema.js';

const ajv = formats.default(new Ajv2020({ allErrors: true }));
ajv.addVocabulary(['x-personal', 'x-topic', 'x-producer', 'x-key', 'x-person']);

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
        // A personal field that is left out is sealed, not given, or erased.
        const mayLack = contract.person !== undefined && personalFieldsOf(contract).includes(field);
        expect(validate(rest)).toBe(mayLack || contract.data.safeParse(rest).success);
        expect([{ not: 'this' }, 7].every((wrong) => validate({ ...value, [field]: wrong }))).toBe(false);
      }
    },
  );

  it('takes what is sealed, as text only', () => {
    const [captured] = allEvents;
    const validate = ajv.compile({ ...(captured && eventSchema(captured)), $id: 'urn:leadstream:sealed' });
    const { externalId: _1, firstName: _2, lastName: _3, email: _4, phone: _5, company: _6, ...open } = fixtureValue('lead.captured.v1');
    expect(validate({ ...open, sealed: 'AQID_-' })).toBe(true);
    expect(validate(open)).toBe(true);
    expect(validate({ ...open, sealed: 'not base64url!' })).toBe(false);
    expect(validate({ ...open, sealed: {} })).toBe(false);
  });

  it('marks personal fields, and says whose they are', () => {
    const [captured] = allEvents;
    expect(captured && eventSchema(captured)).toMatchObject({
      'x-key': 'tenantId:leadId',
      'x-person': 'lead:{leadId}',
      properties: { email: { 'x-personal': true } },
    });
  });
});
