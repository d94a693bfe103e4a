import { describe, expect, it } from '@jest/globals';
import { jsonSchemaOf } from '../documents/json-schema.js';
import { allTopics } from '../topics.js';
import { allEvents, contractName, findEvent } from './registry.js';

/** Field names that speak of a person wherever they stand. */
const PERSONAL = ['email', 'phone', 'firstName', 'lastName', 'externalId', 'company', 'value', 'reason'];

describe('events', () => {
  it('are found by type and version', () => {
    expect(findEvent('lead.captured', 1)).toBe(allEvents[0]);
    expect(findEvent('lead.captured', 99)).toBeUndefined();
  });

  it.each(allEvents.map((contract) => [contractName(contract), contract] as const))(
    '%s keeps the rules of contracts',
    (_name, contract) => {
      const { shape } = contract.data;
      expect(allTopics).toContain(contract.topic);
      expect(Object.keys(shape)).toContain(contract.aggregate);
      expect(jsonSchemaOf(contract.data, 'input')).toEqual(jsonSchemaOf(contract.data, 'output'));
      const unmarked = PERSONAL.filter((field) => shape[field] && shape[field].meta()?.['personal'] !== true);
      expect(unmarked).toEqual([]);
    },
  );
});
