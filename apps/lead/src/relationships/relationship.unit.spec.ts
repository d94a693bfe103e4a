import { describe, expect, it } from '@jest/globals';
import { relationshipTypeChangedV1 } from '@leadstream/contracts';
import { clash, endsOf, readType, readTypeList, toldType } from './relationship.rules.js';
import { DEFAULT_TYPES } from './types/default-types.js';

const [LOW, HIGH] = ['01920000-0000-7000-8000-000000000001', '01920000-0000-7000-8000-000000000002'];
const NOON = new Date('2026-11-01T12:00:00Z');

describe('a kind of relationship', () => {
  it('is known by either of its words', () => {
    expect(readType(DEFAULT_TYPES, 'referred-by')).toMatchObject({ type: { name: 'referred' }, isInverse: true });
    expect(readType(DEFAULT_TYPES, 'spouse')).toMatchObject({ isInverse: false });
    expect(() => readType(DEFAULT_TYPES, 'enemy')).toThrow(expect.objectContaining({ code: 'LEAD.RELATIONSHIP_TYPE_UNKNOWN' }));
    expect(readTypeList(DEFAULT_TYPES, 'child, parent,spouse')).toEqual(['parent', 'spouse']);
    expect(readTypeList(DEFAULT_TYPES, ' ')).toBeUndefined();
  });

  it('is one row, whichever end states it', () => {
    const stated = (word: string, leadId: string, otherId: string) => endsOf(readType(DEFAULT_TYPES, word), leadId, otherId);
    expect(stated('child', LOW, HIGH)).toEqual(stated('parent', HIGH, LOW));
    expect(stated('spouse', LOW, HIGH)).toEqual(stated('spouse', HIGH, LOW));
    expect(stated('parent', LOW, HIGH)).not.toEqual(stated('parent', HIGH, LOW));
    expect(() => stated('spouse', LOW, LOW)).toThrow(expect.objectContaining({ code: 'LEAD.RELATIONSHIP_TO_ITSELF' }));
  });

  it('shares no word with another', () => {
    const type = (name: string, inverse: string) => ({ name, inverse, influence: 'both' as const });
    expect(clash(type('a', 'b'), type('c', 'd'))).toBe(false);
    expect(clash(type('a', 'b'), type('c', 'a'))).toBe(true);
    expect(clash(type('a', 'b'), type('b', 'c'))).toBe(true);
  });

  it('is told when it comes and, in its next version, when it goes', () => {
    const mentor = { typeId: LOW, name: 'mentor', inverse: 'protege', influence: 'from' as const };
    const [added, removed] = [toldType(mentor, 'created', NOON), toldType(mentor, 'deleted', NOON)];
    expect(added).toEqual({ ...mentor, action: 'created', version: 1, changedAt: '2026-11-01T12:00:00.000Z' });
    expect(removed).toEqual({ ...added, action: 'deleted', version: 2 });
    expect(relationshipTypeChangedV1.data.parse(removed)).toEqual(removed);
  });

  it('that everybody has shares no word with another', () => {
    const words = DEFAULT_TYPES.flatMap(({ name, inverse }) => [...new Set([name, inverse])]);
    expect(new Set(words).size).toBe(words.length);
  });
});
