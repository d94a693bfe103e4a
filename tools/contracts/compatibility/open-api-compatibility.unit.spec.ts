import { describe, expect, it } from '@jest/globals';
import { defineRoute, openApiDocument, type RouteContract } from '@leadstream/contracts';
import { z } from 'zod';
import { openApiBreaks } from './open-api-compatibility.ts';

const info = { title: 'API', version: '1' };
const answer = z.object({ id: z.uuid(), state: z.enum(['open', 'shut']) });
const body = z.strictObject({ name: z.string().max(10), note: z.string().optional() });
const openWords = (...words: string[]) => z.string().meta({ 'x-extensible-enum': words });
const route = {
  operation: 'createThing',
  owner: 'lead',
  method: 'POST',
  path: '/v1/things',
  summary: 'Make a thing.',
  scope: 'things:write',
  rateClass: 'write',
  query: z.strictObject({ limit: z.coerce.number().int().max(100).default(10) }),
  body,
  success: { status: 201, body: answer },
} as const satisfies RouteContract;

function breaks(change: Partial<RouteContract>): string[] {
  const before = openApiDocument([defineRoute<RouteContract>(route)], info);
  const after = openApiDocument([defineRoute<RouteContract>({ ...route, ...change })], info);
  return openApiBreaks(before, after);
}

describe('openApiBreaks', () => {
  it.each<[string, Partial<RouteContract>]>([
    ['nothing', {}],
    ['an optional field to send', { body: body.extend({ extra: z.string().optional() }) }],
    ['a field to read', { success: { status: 201, body: answer.extend({ extra: z.string() }) } }],
    ['a word to read', { success: { status: 201, body: answer.extend({ state: z.enum(['open', 'shut', 'stuck']) }) } }],
    ['words of a tenant of its own to read', { success: { status: 201, body: answer.extend({ state: openWords('open', 'shut') }) } }],
    ['a longer text to send', { body: body.extend({ name: z.string().max(20) }) }],
    ['an optional parameter', { query: route.query.extend({ cursor: z.string().optional() }) }],
  ])('lets pass: %s', (_name, change) => {
    expect(breaks(change)).toEqual([]);
  });

  it.each<[string, Partial<RouteContract>, RegExp]>([
    ['another path', { path: '/v1/items' }, /moved from POST \/v1\/things to POST \/v1\/items/],
    ['another scope', { scope: 'things:read' }, /scope went/],
    ['another success', { success: { status: 200, body: answer } }, /success went from 201 to 200/],
    ['If-Match from now on', { ifMatch: true }, /header If-Match is now required/],
    ['a required field to send', { body: body.extend({ extra: z.string() }) }, /body extra: is a new field that is required/],
    ['a field that may not be sent any more', { body: body.omit({ note: true }) }, /body note: was removed/],
    ['a shorter text to send', { body: body.extend({ name: z.string().max(5) }) }, /body name: maxLength went/],
    ['a field that is answered no more', { success: { status: 201, body: answer.omit({ state: true }) } }, /answer state: was removed/],
    [
      'an answer that may be null now',
      { success: { status: 201, body: answer.extend({ id: z.uuid().nullable() }) } },
      /answer id: may now be null/,
    ],
    [
      'a narrower parameter',
      { query: z.strictObject({ limit: z.coerce.number().int().max(50).default(10) }) },
      /query limit: maximum went/,
    ],
    ['a parameter that is gone', { query: z.strictObject({}) }, /query limit: was removed/],
  ])('reports %s', (_name, change, expected) => {
    expect(breaks(change)).toEqual([expect.stringMatching(expected)]);
  });

  it('reports an open list of words to send that is closed, or loses one', () => {
    const documents = (name: z.ZodType) =>
      openApiDocument([defineRoute<RouteContract>({ ...route, body: z.strictObject({ name: name.optional() }) })], info);
    const before = documents(openWords('a', 'b'));
    expect(openApiBreaks(before, documents(openWords('a', 'b', 'c')))).toEqual([]);
    expect(openApiBreaks(before, documents(z.enum(['a', 'b'])))).toEqual([expect.stringMatching(/body name: is now limited to "a", "b"/)]);
    expect(openApiBreaks(before, documents(openWords('a')))).toEqual([expect.stringMatching(/body name: lost the word "b"/)]);
  });

  it('reports an operation that is gone, and a body that came to be', () => {
    const { body: _, ...bare } = route;
    const before = openApiDocument([defineRoute<RouteContract>(bare)], info);
    expect(openApiBreaks(before, openApiDocument([], info))).toEqual([expect.stringContaining('createThing: was removed')]);
    expect(openApiBreaks(before, openApiDocument([route], info))).toEqual([expect.stringContaining('a body is now required')]);
  });
});
