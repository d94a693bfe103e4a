import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeSchema } from './describe.ts';
import { type Docstrings, docstringsBelow } from './docstrings.ts';

const SHAPES = `
/** A place. */
export const place = z.object({
  /** Degrees north. */
  latitude: z.number(),
}).meta({ id: 'Place' });
`;
const ROUTES = `
import { place } from './place.js';
const page = {
  /** How many. */
  limit: z.number(),
};
/** Lists
 * things. */
export const listThings = defineRoute({
  query: z.strictObject({ ...page, kind: z.string() }),
  success: { status: 200, body: z.object({
    /** Newest first. */
    items: z.array(z.object({
      /** Where it is. */
      where: place,
      from: place,
    })),
  }).meta({ id: 'ThingPage' }) },
});
`;

describe('docstrings', () => {
  let folder: string;
  let docs: Docstrings;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'docstrings-'));
    writeFileSync(join(folder, 'place.ts'), SHAPES);
    writeFileSync(join(folder, 'thing.routes.ts'), ROUTES);
    docs = docstringsBelow(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are found by dotted path, through calls, spreads and constants of other files', () => {
    const listThings = docs.constants.get('listThings');
    expect(listThings?.summary).toBe('Lists things.');
    expect(Object.fromEntries(listThings?.members ?? [])).toEqual({
      'query.limit': 'How many.',
      'success.body.items': 'Newest first.',
      'success.body.items.where': 'Where it is.',
      'success.body.items.where.latitude': 'Degrees north.',
      'success.body.items.from': 'A place.',
      'success.body.items.from.latitude': 'Degrees north.',
    });
  });

  it('are found by the id of a shape', () => {
    expect(docs.shapes.get('Place')).toEqual({ summary: 'A place.', members: new Map([['latitude', 'Degrees north.']]) });
    expect(docs.shapes.get('ThingPage')?.members.get('items')).toBe('Newest first.');
  });

  it('become descriptions, also inside of arrays', () => {
    const schema = {
      type: 'object',
      properties: { items: { type: 'array', items: { type: 'object', properties: { where: { type: 'object' } } } } },
    };
    expect(describeSchema(schema, docs.shapes.get('ThingPage'))).toMatchObject({
      properties: { items: { description: 'Newest first.', items: { properties: { where: { description: 'Where it is.' } } } } },
    });
  });
});
