import { describe, expect, it } from '@jest/globals';
import type { BudgetRange, CrmFieldMapping } from '@leadstream/contracts';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { settingsProblems } from '../connection/stating/accept-connection.rules.js';
import { defaultSettings } from '../connection/stating/default-settings.js';
import { statedLead, takenValue, toldValue, untoldCode, type ValueFacts, valueOf } from './field-values.rules.js';
import { matchOwners } from './matched-owners.rules.js';
import { basedOn, reconcile } from './reconcile.rules.js';
import { namedTags } from './tag-values.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const [LEAD_ID, NORTH, VIP, ADA, BOB] = Array.from({ length: 5 }, (_, n) => `01920000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
  string,
  string,
];
const owner = (ownerId: string, email: string, isActive = true) => ({ ownerId, email, isActive });
const facts: ValueFacts = {
  custom: { definitions: [], liveLeads: new Set(), vocabulary: DEFAULT_VOCABULARY },
  phoneRegion: null,
  tags: namedTags([
    { tagId: VIP, name: 'VIP' },
    { tagId: NORTH, name: 'north' },
  ]),
  owners: matchOwners(
    [owner('11', ' Ada@Team.example '), owner('12', 'stranger@team.example'), owner('13', 'bob@team.example', false)],
    new Map([
      ['ada@team.example', ADA],
      ['bob@team.example', BOB],
    ]),
  ),
};

const map = (field: string, more: Partial<CrmFieldMapping> = {}): CrmFieldMapping => ({
  ...({ field, property: field.replace('.', '_'), direction: 'both', owner: 'newest', type: 'text' } as const),
  ...more,
});
function lead(more: Partial<LeadRecord>): LeadRecord {
  const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
  return { ...EMPTY_LEAD, leadId: LEAD_ID, version: 1, status: 'new', ...times, ...more };
}

describe('a value with a type of its own', () => {
  it.each([
    ['budget.max', '250000', { value: '250000.00' }],
    ['budget.max', '12.500', { value: '12.50' }],
    ['budget.max', '12.345', { code: 'amount.invalid' }],
    ['budget.min', '-1', { code: 'amount.invalid' }],
    ['budget.currency', 'eur', { value: 'EUR' }],
    ['budget.currency', 'XYZ', { code: 'currency.unknown' }],
    ['property.kind', 'House', { value: 'house' }],
    ['property.kind', 'castle', { code: 'property_kind.unknown' }],
    ['property.bedrooms', '3.0', { value: '3' }],
    ['property.bedrooms', '2.5', { code: 'number.out_of_range' }],
    ['property.bathrooms', '2.5', { value: '2.5' }],
    ['property.areaSquareMetres', 'large', { code: 'number.invalid' }],
    ['property.reference', ' Elm St 5 ', { value: 'Elm St 5' }],
    ['tags', 'vip; north;VIP', { value: 'north;VIP' }],
    ['tags', 'north;New one', { value: 'New one;north' }],
    ['owner', '11', { value: ADA }],
    ['owner', '12', { code: 'owner.unknown' }],
    ['owner', '13', { value: BOB }],
    ['owner', '14', { code: 'owner.unknown' }],
  ])('%s, %j there, is taken as %j', (field, raw, expected) => {
    expect(takenValue(map(field), raw, facts)).toEqual(expected);
  });

  it('goes into a lead as it comes out of it', () => {
    const values = { 'budget.max': '9.50', 'budget.currency': 'EUR', 'property.bedrooms': '3', tags: 'north;VIP', owner: ADA };
    const stated = statedLead(new Map(Object.entries(values)), [], facts);
    expect(stated).toEqual({
      budget: { max: '9.50', currency: 'EUR' },
      property: { bedrooms: 3 },
      tagIds: [NORTH, VIP],
      ownerId: ADA,
    });
    const of = lead({
      budget: { min: null, max: '9.50', currency: 'EUR' },
      property: { bedrooms: 3 },
      tagIds: [VIP, NORTH],
      ownerId: ADA,
    });
    for (const [field, value] of Object.entries(values)) expect(valueOf(of, field, facts)).toBe(value);
  });

  it('of tags is told by the words of the other side, and taken back by them', () => {
    const words = map('tags', { words: { VIP: 'vip_customer', north: 'region_n' } });
    expect(toldValue(words, 'north;VIP', facts)).toBe('region_n;vip_customer');
    expect(takenValue(words, 'vip_customer;region_n', facts)).toEqual({ value: 'north;VIP' });
    expect(takenValue(words, 'vip_customer;odd', facts)).toEqual({ code: 'word.unknown' });
  });

  it('of tags that there is no room for is refused', () => {
    const tags = namedTags([{ tagId: VIP, name: 'VIP' }], ['vip', 'too many']);
    expect(takenValue(map('tags'), 'VIP;Too many', { ...facts, tags })).toEqual({ code: 'tag.limit' });
  });

  it('of an owner is told to who is the only one with the address, and still there', () => {
    expect(toldValue(map('owner'), ADA, facts)).toBe('11');
    expect([ADA, BOB, null].map((member) => untoldCode('owner', member, facts))).toEqual([undefined, 'owner.unknown_there', undefined]);
    const twins = matchOwners([owner('1', 'ada@team.example'), owner('2', 'ada@team.example')], new Map([['ada@team.example', ADA]]));
    expect([untoldCode('owner', ADA, { ...facts, owners: twins }), twins.members.get('2')]).toEqual(['owner.unknown_there', ADA]);
  });
});

describe('a budget', () => {
  const mapping = [map('budget.min'), map('budget.max'), map('budget.currency')];
  type Members = readonly [min: string | null, max: string | null, currency: string | null];
  const budget = ([min, max, currency]: Members): BudgetRange | null => (currency === null ? null : { min, max, currency });
  const values = (members: Members) => members.map((value, index) => ({ field: mapping[index]?.field ?? '', ours: value, theirs: value }));

  /** @param before what both sides had; undefined: they never met */
  function plan(ours: Members, theirs: Members, before: Members | undefined) {
    const [budget_min, budget_max, budget_currency] = theirs;
    const record = { properties: { budget_min, budget_max, budget_currency }, modifiedAt: new Date('2026-11-01T11:30:00Z') };
    const base = before ? basedOn({}, LEAD_ID, values(before)) : {};
    const { toLead, toPeer, conflicts, problems } = reconcile({ lead: lead({ budget: budget(ours) }), record, base }, mapping, facts);
    const said = (planned: typeof toLead) => planned.map(({ field, to }) => `${field} ${to}`);
    return { toLead: said(toLead), toPeer: said(toPeer), conflicts, problems: problems.map(({ field, code }) => `${field} ${code}`) };
  }
  const NOTHING = { toLead: [], toPeer: [], conflicts: [], problems: [] };
  const A: Members = ['1.00', '5.00', 'EUR'];

  it('of which one side changed the amount and the other one the currency goes over as a whole, by its owner', () => {
    expect(plan(['1.00', '9.00', 'EUR'], ['1', '5', 'USD'], A)).toEqual({
      ...NOTHING,
      toPeer: ['budget.max 9.00', 'budget.currency EUR'],
      conflicts: ['budget.max', 'budget.currency'],
    });
  });

  it('goes over where one side alone changed it, or cleared it', () => {
    expect(plan(A, ['1', '7', 'EUR'], A)).toEqual({ ...NOTHING, toLead: ['budget.max 7.00'] });
    expect(plan(A, [null, null, 'EUR'], A).toLead).toEqual(['budget.min null', 'budget.max null', 'budget.currency null']);
    expect(plan([null, null, null], ['1', '5', 'EUR'], A).toPeer).toEqual(['budget.min null', 'budget.max null', 'budget.currency null']);
  });

  it('is none where the other side keeps a currency for every record', () => {
    expect(plan([null, null, null], [null, null, 'EUR'], undefined)).toEqual(NOTHING);
    expect(plan(A, [null, null, 'USD'], undefined).toPeer).toEqual(['budget.min 1.00', 'budget.max 5.00', 'budget.currency EUR']);
  });

  it('that lacks its currency, or is the wrong way round, is not taken', () => {
    expect(plan([null, null, null], ['1', '5', null], undefined)).toEqual({ ...NOTHING, problems: ['budget.currency currency.missing'] });
    expect(plan(A, ['9', '5', 'EUR'], A)).toEqual({ ...NOTHING, problems: ['budget.min budget.reversed'] });
  });

  it('loses its currency with the last amount only', () => {
    const cleared = new Map([
      ['budget.min', null],
      ['budget.currency', null],
    ]);
    expect(statedLead(cleared, mapping, facts)).toEqual({ budget: { min: null } });
  });
});

describe('a mapping of such fields', () => {
  const problemsOf = (...mapping: CrmFieldMapping[]) =>
    settingsProblems('hubspot', { ...defaultSettings('hubspot'), mapping }, []).map(({ path, code }) => `${path} ${code}`);

  it('is taken whole', () => {
    const number = { type: 'number' } as const;
    const amounts = [map('budget.min', number), map('budget.max', number), map('budget.currency')];
    expect(problemsOf(...amounts, map('property.bedrooms', number), map('property.kind'), map('tags'), map('owner'))).toEqual([]);
  });

  it('has an amount and its currency, all in one direction and with one owner', () => {
    expect(problemsOf(map('budget.max'))).toEqual(['mapping.0.field budget.currency_unmapped']);
    expect(problemsOf(map('budget.currency'))).toEqual(['mapping.0.field budget.amount_unmapped']);
    expect(problemsOf(map('budget.max'), map('budget.currency', { owner: 'ours' }))).toEqual(['mapping.1.direction budget.apart']);
  });

  it('keeps each in a form that it can have', () => {
    expect(
      problemsOf(map('tags', { type: 'boolean' }), map('owner', { words: { ada: 'lin' } }), map('property.kind', { type: 'number' })),
    ).toEqual(['mapping.0.type type.unfit', 'mapping.1.words words.unfit', 'mapping.2.type type.unfit']);
  });
});
