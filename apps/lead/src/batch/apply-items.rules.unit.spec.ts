import { describe, expect, it } from '@jest/globals';
import { customField } from '../../test/custom-fields.js';
import type { CustomFieldDefinition } from '../custom-fields/custom-field.js';
import { foundInRows } from '../lead/found-leads.js';
import { EMPTY_LEAD, type LeadRecord } from '../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../lead/vocabulary.js';
import { applyItems } from './apply-items.rules.js';
import { parseItem, readItem } from './batch-item.js';

const now = new Date('2026-05-01T10:00:00Z');
const id = (n: number): string => `0199f3a0-0000-7000-8000-00000000000${n}`;

function lead(n: number, fields: Partial<LeadRecord>): LeadRecord {
  const instants = { statusChangedAt: now, capturedAt: now, createdAt: now, updatedAt: now, deletedAt: null };
  return { ...EMPTY_LEAD, leadId: id(n), version: 3, status: 'new', ...instants, ...fields };
}

function run(items: readonly unknown[], existing: readonly LeadRecord[] = [], definitions: readonly CustomFieldDefinition[] = []) {
  let last = 0;
  const ids = { next: () => `new-${(last += 1)}` };
  const facts = { definitions, liveLeads: new Set<string>(), vocabulary: DEFAULT_VOCABULARY };
  return applyItems(
    items.map((item) => readItem(parseItem(item), { phoneRegion: null, facts, now })),
    foundInRows(existing),
    { ids, now, importId: null, facts },
  );
}

const shown = ({ results }: ReturnType<typeof run>) =>
  results.map((result) => (result.status === 'failed' ? result.error.code : `${result.status} ${result.id} v${result.version}`));

describe('items of a batch', () => {
  it('may take a unique custom value that an item above gave up, and none that another lead has', () => {
    const badge = customField('text', { key: 'badge', unique: true });
    const holding = (value: string) => ({ customFields: { [badge.fieldId]: value } });
    const effect = run(
      [
        { op: 'create', lead: { email: 'a@x.com', customFields: { badge: 'ONE' } } },
        { op: 'update', id: id(1), version: 3, lead: { customFields: { badge: null } } },
        { op: 'create', lead: { email: 'b@x.com', customFields: { badge: 'ONE' } } },
        { op: 'create', lead: { email: 'c@x.com', customFields: { badge: 'one' } } },
        { op: 'delete', id: id(2), version: 3 },
        { op: 'create', lead: { email: 'd@x.com', customFields: { badge: 'two' } } },
        { op: 'update', id: id(3), version: 3, lead: { customFields: { badge: 'Three' } } },
      ],
      [
        lead(1, { externalId: '1', ...holding('one') }),
        lead(2, { externalId: '2', ...holding('two') }),
        lead(3, { externalId: '3', ...holding('three') }),
      ],
      [badge],
    );
    expect(shown(effect)).toEqual([
      'LEAD.DUPLICATE_CUSTOM_VALUE',
      `updated ${id(1)} v4`,
      'created new-1 v1',
      'LEAD.DUPLICATE_CUSTOM_VALUE',
      `deleted ${id(2)} v4`,
      'created new-2 v1',
      `updated ${id(3)} v4`,
    ]);
    expect(effect.results[0]).toMatchObject({ error: { existingId: id(1), errors: [{ path: 'lead.customFields.badge' }] } });
  });

  it('go in in their order, each seeing what those above it did', () => {
    const effect = run(
      [
        { op: 'create', lead: { email: 'new@x.com' } },
        { op: 'update', id: id(1), version: 3, lead: { email: 'changed@x.com' } },
        { op: 'create', lead: { email: 'old@x.com' } },
        { op: 'update', id: id(1), version: 4, lead: { company: 'Acme' } },
        { op: 'delete', id: id(2), version: 3 },
        { op: 'create', lead: { email: 'two@x.com' } },
      ],
      [lead(1, { email: 'old@x.com' }), lead(2, { email: 'two@x.com' })],
    );
    expect(shown(effect)).toEqual([
      'created new-1 v1',
      `updated ${id(1)} v4`,
      'created new-2 v1',
      `updated ${id(1)} v5`,
      `deleted ${id(2)} v4`,
      'created new-3 v1',
    ]);
    expect(effect.updated).toMatchObject([
      { leadId: id(1), version: 5, email: 'changed@x.com', company: 'Acme' },
      { leadId: id(2), deletedAt: now },
    ]);
    expect(effect.handsOver).toBe(false);
    expect(effect.steps.map(({ event }) => event.contract.type)).toEqual([
      'lead.captured',
      'lead.updated',
      'lead.captured',
      'lead.updated',
      'lead.deleted',
      'lead.captured',
    ]);
  });

  it('fail alone, with the paths as the caller wrote them', () => {
    const effect = run(
      [
        'nonsense',
        { op: 'create', lead: { email: 'nobody', firstName: 'A' } },
        { op: 'create', lead: { email: 'taken@x.com' } },
        { op: 'update', id: id(1), version: 2, lead: { company: 'Late' } },
        { op: 'update', id: id(9), version: 1, lead: { company: 'Whose' } },
        { op: 'update', id: id(1), version: 3, lead: { email: null } },
        { op: 'update', id: id(1), version: 3, lead: { company: null } },
        { op: 'create', lead: { email: 'good@x.com' } },
      ],
      [lead(1, { email: 'taken@x.com' })],
    );
    expect(shown(effect)).toEqual([
      'LEAD.INVALID',
      'LEAD.INVALID',
      'LEAD.DUPLICATE_EMAIL',
      'LEAD.STALE',
      'LEAD.NOT_FOUND',
      'LEAD.INVALID',
      `unchanged ${id(1)} v3`,
      'created new-1 v1',
    ]);
    expect(effect.results[1]).toMatchObject({ error: { errors: [{ path: 'lead.email', code: 'email.invalid' }] } });
    expect(effect.results[2]).toMatchObject({ error: { existingId: id(1), errors: [{ path: 'lead.email', code: 'duplicate' }] } });
    expect(effect.results[3]).toMatchObject({ error: { currentVersion: 3 } });
    expect(effect.results[5]).toMatchObject({ error: { errors: [{ path: 'lead', code: 'identifier.missing' }] } });
    expect(effect.steps).toHaveLength(1);
  });

  it('cannot touch a lead that an item above deleted', () => {
    const items = [
      { op: 'delete', id: id(1), version: 3 },
      { op: 'update', id: id(1), version: 4, lead: { company: 'Acme' } },
    ];
    expect(shown(run(items, [lead(1, { email: 'a@x.com' })]))).toEqual([`deleted ${id(1)} v4`, 'LEAD.NOT_FOUND']);
  });

  it('tell when an identifier goes from one lead of the store to another', () => {
    const items = [
      { op: 'update', id: id(1), version: 3, lead: { email: 'free@x.com' } },
      { op: 'update', id: id(2), version: 3, lead: { email: 'one@x.com' } },
    ];
    expect(run(items, [lead(1, { email: 'one@x.com' }), lead(2, { email: 'two@x.com' })]).handsOver).toBe(true);
  });
});
