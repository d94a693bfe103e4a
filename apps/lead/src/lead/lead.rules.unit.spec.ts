import { describe, expect, it } from '@jest/globals';
import { EMPTY_LEAD } from './lead.js';
import { changesBetween, identityProblem, normaliseLead, type StatedLead } from './lead.rules.js';
import { DEFAULT_VOCABULARY } from './vocabulary.js';

const normalise = (stated: StatedLead, current?: typeof EMPTY_LEAD) => normaliseLead(stated, DEFAULT_VOCABULARY, current);

describe('normaliseLead', () => {
  it('brings every field into its stored form', () => {
    const { fields, problems } = normalise({
      externalId: ' A-1 ',
      firstName: '  Zoe\u0308 ',
      email: ' Ada@Example.COM ',
      phone: '030 901820',
      phoneRegion: 'de',
      timeZone: 'europe/berlin',
      source: ' Paid_Search ',
      sourceMetadata: { utm_source: ' ads ', clicks: 3 },
    });
    expect(problems).toEqual([]);
    expect(fields).toEqual({
      externalId: 'A-1',
      firstName: 'Zoë',
      email: 'ada@example.com',
      phone: '+4930901820',
      timeZone: 'Europe/Berlin',
      source: 'paid_search',
      sourceMetadata: { utm_source: 'ads', clicks: 3 },
    });
  });

  it('says nothing about fields that were not stated', () => {
    expect(normalise({ company: 'Acme' }).fields).toEqual({ company: 'Acme' });
  });

  it('takes null and blank as cleared, and a source that is not said as unknown', () => {
    expect(normalise({ email: '  ', company: null, source: '' }).fields).toEqual({ email: null, company: null, source: 'unknown' });
  });

  it('gives a reason and a path for each refusal', () => {
    const { problems } = normalise({
      firstName: 'a\u0000b',
      lastName: 'x\ud800',
      company: 'c'.repeat(201),
      email: 'not-an-address',
      phone: '555',
      timeZone: 'Mars/Olympus',
      sourceMetadata: { utm_source: 'a\u0007' },
    });
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['firstName', 'text.control_character'],
      ['lastName', 'text.malformed'],
      ['email', 'email.invalid'],
      ['phone', 'phone.region_missing'],
      ['company', 'text.too_long'],
      ['timeZone', 'time_zone.unknown'],
      ['sourceMetadata.utm_source', 'text.control_character'],
    ]);
  });

  it('blames the region, not the phone, when the region is unknown', () => {
    expect(normalise({ phone: '555 1234', phoneRegion: 'XX' }).problems).toMatchObject([{ path: 'phoneRegion', code: 'region.unknown' }]);
  });

  it('merges metadata by RFC 7396', () => {
    const current = { ...EMPTY_LEAD, sourceMetadata: { a: '1', b: '2', c: '3' } };
    expect(normalise({ sourceMetadata: { b: null, c: 'x', d: true } }, current).fields.sourceMetadata).toEqual({
      a: '1',
      c: 'x',
      d: true,
    });
    expect(normalise({ sourceMetadata: null }, current).fields.sourceMetadata).toEqual({});
  });

  it('keeps metadata away from the prototype and within bounds', () => {
    const hostile = JSON.parse('{"__proto__": "x"}') as Record<string, string>;
    expect(normalise({ sourceMetadata: hostile }).problems).toMatchObject([{ path: 'sourceMetadata.__proto__', code: 'metadata.name' }]);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`m${index}`, 1]));
    expect(normalise({ sourceMetadata: many }).problems).toMatchObject([{ path: 'sourceMetadata', code: 'metadata.too_many' }]);
  });
});

describe('identityProblem', () => {
  it('asks for one of the three identifiers', () => {
    expect(identityProblem(EMPTY_LEAD)).toMatchObject({ code: 'identifier.missing' });
    expect(identityProblem({ ...EMPTY_LEAD, externalId: 'x' })).toBeUndefined();
  });
});

describe('changesBetween', () => {
  it('names what differs, with both values', () => {
    const before = { ...EMPTY_LEAD, company: 'Acme', sourceMetadata: { a: 1, b: 2 } };
    expect(changesBetween(before, { company: 'Beta', source: 'unknown', sourceMetadata: { b: 2, a: 1 } })).toEqual([
      { field: 'company', before: 'Acme', after: 'Beta' },
    ]);
  });
});
