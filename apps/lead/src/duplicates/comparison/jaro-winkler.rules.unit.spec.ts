import { describe, expect, it } from '@jest/globals';
import { mistype, seededChance, syntheticPeople } from '../../../test/synthetic-people.js';
import { jaroWinkler } from './jaro-winkler.rules.js';

describe('jaroWinkler', () => {
  // Winkler's examples: his report of 1990, and Porter and Winkler, "Approximate String Comparison and its Effect on an Advanced
  // Record Linkage System", 1997, table 1, to three digits.
  it.each([
    ['MARTHA', 'MARHTA', 0.961],
    ['DWAYNE', 'DUANE', 0.84],
    ['DIXON', 'DICKSONX', 0.813],
    ['SHACKLEFORD', 'SHACKELFORD', 0.982],
    ['DUNNINGHAM', 'CUNNIGHAM', 0.896],
    ['NICHLESON', 'NICHULSON', 0.956],
    ['JONES', 'JOHNSON', 0.832],
    ['MASSEY', 'MASSIE', 0.933],
    ['ABROMS', 'ABRAMS', 0.922],
    ['JERALDINE', 'GERALDINE', 0.926],
    ['MICHELLE', 'MICHAEL', 0.921],
    ['JULIES', 'JULIUS', 0.933],
    ['TANYA', 'TONYA', 0.88],
    ['SEAN', 'SUSAN', 0.805],
    ['JON', 'JOHN', 0.933],
  ])('%s and %s: %f', (left, right, published) => {
    expect(jaroWinkler(left, right)).toBeCloseTo(published, 3);
  });

  it('finds nothing in common across the reach of the definition', () => {
    expect(jaroWinkler('abc', 'xyz')).toBe(0);
    // Five letters reach one place: C and T stand further apart, R, A and E are common (Jaro alone: 0.733).
    expect(jaroWinkler('CRATE', 'TRACE')).toBeCloseTo(0.7333, 4);
    expect(jaroWinkler('', 'a')).toBe(0);
  });

  it('is symmetric, within 0 and 1, and 1 for equal names alone', () => {
    const chance = seededChance(11);
    const names = syntheticPeople(400, 5).map(({ lastName }) => lastName ?? '');
    for (const name of names) {
      const other = chance() < 0.5 ? mistype(chance, name) : (names[Math.floor(chance() * names.length)] ?? '');
      const similarity = jaroWinkler(name, other);
      expect(jaroWinkler(other, name)).toBe(similarity);
      expect(similarity === 1).toBe(name === other);
      expect(similarity >= 0 && similarity <= 1).toBe(true);
    }
  });
});
