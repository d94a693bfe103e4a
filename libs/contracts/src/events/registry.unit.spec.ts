import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type EventContract, defineEvent } from '../define-event.js';
import { defineTopic } from '../define-topic.js';
import { jsonSchemaOf } from '../documents/json-schema.js';
import { personalFieldsOf, UNSEALED_RETENTION_DAYS } from '../personal-fields.js';
import { allTopics, leadTopic } from '../topics.js';
import { allEvents, contractName, findEvent } from './registry.js';

/** Field names that speak of a person wherever they stand. */
const PERSONAL = ['email', 'phone', 'firstName', 'lastName', 'externalId', 'company', 'value', 'reason'];

type Node = Readonly<Record<string, unknown>>;

/** Below the fields of the data: marks and names that could not be sealed. */
function personalBelow(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {}, 'x-personal': mark, ...rest } = node as Node;
  const named = Object.entries(properties as Node).flatMap(([name, schema]) => [
    ...(PERSONAL.includes(name) ? [`${path}.${name}`] : []),
    ...personalBelow(schema, `${path}.${name}`),
  ]);
  return [...(mark === undefined ? [] : [path]), ...named, ...Object.values(rest).flatMap((inner) => personalBelow(inner, path))];
}

/** What is wrong with how a contract treats persons, empty = nothing. */
function complaints(contract: EventContract): string[] {
  const { shape } = contract.data;
  const marked = personalFieldsOf(contract);
  const { properties, $defs } = jsonSchemaOf(contract.data, 'output') as { properties: Node; $defs?: Node };
  const fields = Object.entries(properties as Readonly<Record<string, Node>>).map(
    ([name, { 'x-personal': _, ...schema }]) => [name, schema] as const,
  );
  const unsealed = contract.person === undefined && contract.topic.retentionDays <= UNSEALED_RETENTION_DAYS;
  return [
    ...PERSONAL.filter((name) => shape[name] && !marked.includes(name)).map((name) => `${name} is not marked`),
    ...marked.filter((name) => !unsealed && !(shape[name] as z.ZodType).safeParse(null).success).map((name) => `${name} is not nullable`),
    ...(unsealed ? [] : [...fields.flatMap(([name, schema]) => personalBelow(schema, name)), ...personalBelow($defs, '$defs')]).map(
      (path) => `${path} cannot be sealed so deep`,
    ),
    ...(marked.length > 0 && contract.person === undefined && !unsealed ? ['nobody is named as the person'] : []),
    ...(marked.includes(contract.aggregate) ? ['the aggregate stands in the key of the record'] : []),
  ];
}

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
      expect(complaints(contract)).toEqual([]);
    },
  );
});

describe('the rules of persons', () => {
  const define = (shape: z.ZodRawShape, more: Partial<EventContract> = {}): EventContract =>
    defineEvent({
      type: 'lead.seen',
      version: 1,
      producer: 'lead',
      topic: leadTopic,
      aggregate: 'leadId',
      data: z.object({ leadId: z.uuid(), ...shape }) as z.ZodObject,
      ...more,
    });
  const email = z.email().nullable().meta({ personal: true });
  const person = 'lead:{leadId}' as const;
  const week = defineTopic({ name: 'crm.flood.v1', partitions: 1, retentionDays: 7, description: 'Flood.' });
  const later = defineTopic({ ...week, retentionDays: 8 });

  it.each<[string, EventContract, string[]]>([
    ['nothing', define({ email }, { person }), []],
    ['a name without mark', define({ email: z.email().nullable() }), ['email is not marked']],
    ['a field that cannot become null', define({ email: z.email().meta({ personal: true }) }, { person }), ['email is not nullable']],
    ['nobody to erase', define({ email }), ['nobody is named as the person']],
    ['nobody to erase from a week', define({ email }, { topic: week }), []],
    ['a mark inside a list that is gone in a week', define({ notes: z.array(z.string().meta({ personal: true })) }, { topic: week }), []],
    ['nobody to erase from eight days', define({ email }, { topic: later }), ['nobody is named as the person']],
    [
      'a mark inside a list',
      define({ notes: z.array(z.string().meta({ personal: true })) }, { person }),
      ['notes cannot be sealed so deep'],
    ],
    [
      'a mark inside an object',
      define({ to: z.object({ name: z.string().meta({ personal: true }) }) }, { person }),
      ['to.name cannot be sealed so deep'],
    ],
    ['a name inside a list', define({ people: z.array(z.object({ email: z.email() })) }), ['people.email cannot be sealed so deep']],
    ['a mark under null', define({ note: z.string().meta({ personal: true }).nullable() }, { person }), ['note cannot be sealed so deep']],
  ])('find %s', (_what, contract, expected) => {
    expect(complaints(contract)).toEqual(expected);
  });
});
