import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '@leadstream/contracts';
import { schemaChanges } from './schema-changes.ts';

const none = { before: new Map<string, JsonSchema>(), after: new Map<string, JsonSchema>() };
const field = (schema: JsonSchema): JsonSchema => ({ type: 'object', properties: { field: schema }, required: ['field'] });
const kinds = (before: JsonSchema, after: JsonSchema): string[] =>
  schemaChanges(before, after, none).map((change) => `${change.kind} ${change.path}`);

describe('schemaChanges', () => {
  it.each<[string, JsonSchema, JsonSchema, string[]]>([
    ['a description', { type: 'string', description: 'old' }, { type: 'string', description: 'new' }, []],
    ['another type', { type: 'string' }, { type: 'integer' }, ['narrowed field', 'widened field']],
    ['a null that is no longer taken', { type: ['string', 'null'] }, { type: 'string' }, ['narrowed field']],
    ['a null that is new', { type: 'string' }, { anyOf: [{ type: 'string' }, { type: 'null' }] }, ['widened field']],
    ['two spellings of nullable', { type: ['string', 'null'] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }, []],
    ['a word less', { type: 'string', enum: ['a', 'b'] }, { type: 'string', enum: ['a'] }, ['narrowed field']],
    ['a word more', { type: 'string', enum: ['a'] }, { type: 'string', enum: ['a', 'b'] }, ['word-added field']],
    ['a list of words that is new', { type: 'string' }, { type: 'string', enum: ['a'] }, ['narrowed field']],
    ['a list of words that is gone', { type: 'string', const: 'a' }, { type: 'string' }, ['widened field']],
    ['a format that is new', { type: 'string' }, { type: 'string', format: 'uuid' }, ['narrowed field']],
    ['a format that is gone', { type: 'string', format: 'uuid' }, { type: 'string' }, ['widened field']],
    ['another format', { type: 'string', format: 'uuid' }, { type: 'string', format: 'email' }, ['changed field']],
    ['another pattern', { type: 'string', pattern: 'a' }, { type: 'string', pattern: 'b' }, ['changed field']],
    ['a higher minimum', { type: 'integer', minimum: 0 }, { type: 'integer', minimum: 1 }, ['narrowed field']],
    ['a minimum that is gone', { type: 'integer', minimum: 0 }, { type: 'integer' }, ['widened field']],
    ['a shorter maximum', { type: 'string', maxLength: 9 }, { type: 'string', maxLength: 8 }, ['narrowed field']],
    ['a longer maximum', { type: 'string', maxLength: 8 }, { type: 'string', maxLength: 9 }, ['widened field']],
    [
      'members of a list',
      { type: 'array', items: { type: 'string' } },
      { type: 'array', items: { type: 'string', format: 'uuid' } },
      ['narrowed field[]'],
    ],
    ['an object that closes', { type: 'object' }, { type: 'object', additionalProperties: false }, ['narrowed field']],
    [
      'values of a map',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'number' } },
      ['narrowed field[]', 'widened field[]'],
    ],
    [
      'one more list of words beside the others',
      {
        anyOf: [
          { type: 'string', enum: ['a'] },
          { type: 'string', pattern: 'x' },
        ],
      },
      {
        anyOf: [
          { type: 'string', enum: ['a', 'b'] },
          { type: 'string', enum: ['c'] },
          { type: 'string', pattern: 'x' },
        ],
      },
      ['widened field', 'word-added field'],
    ],
    [
      'names of a map that are more, and those that are fewer',
      { type: 'object', propertyNames: { type: 'string', enum: ['a'] } },
      { type: 'object', propertyNames: { type: 'string', enum: ['b'] } },
      ['narrowed field{}', 'word-added field{}'],
    ],
    ['names of a map that were free', { type: 'object' }, { type: 'object', propertyNames: { type: 'string' } }, ['narrowed field']],
  ])('tells %s', (_name, before, after, expected) => {
    expect(kinds(field(before), field(after))).toEqual(expected);
  });

  it('tells fields that come, go, and change whether they are required, at any depth', () => {
    const before = field({ type: 'object', properties: { gone: {}, eased: {}, tightened: {} }, required: ['eased'] });
    const after = field({
      type: 'object',
      properties: { eased: {}, tightened: {}, extra: {}, demanded: {} },
      required: ['tightened', 'demanded'],
    });
    expect(kinds(before, after)).toEqual([
      'removed field.gone',
      'now-optional field.eased',
      'now-required field.tightened',
      'added field.extra',
      'added-required field.demanded',
    ]);
  });

  it('follows references on each side, also of a shape that holds itself', () => {
    const node = (value: JsonSchema): JsonSchema => ({ type: 'object', properties: { value, next: { $ref: '#/node' } } });
    const definitions = { before: new Map([['#/node', node({ type: 'string' })]]), after: new Map([['#/node', node({ type: 'number' })]]) };
    const changes = schemaChanges({ $ref: '#/node' }, { $ref: '#/node' }, definitions);
    expect(changes.map((change) => change.path)).toEqual(['value', 'value']);
  });

  it('refuses a reference to nothing', () => {
    expect(() => schemaChanges({ $ref: '#/gone' }, {}, none)).toThrow('no definition for #/gone');
  });
});
