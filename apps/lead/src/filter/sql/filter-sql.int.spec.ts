import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { testDatabase, type TestDatabase } from '@leadstream/testing';
import { seededChance } from '../../../test/synthetic-people.js';
import { CustomIndexService } from '../../custom-fields/index/custom-index.service.js';
import { CustomValueRepository } from '../../custom-fields/index/custom-value.repository.js';
import { CustomFieldRepository } from '../../custom-fields/store/custom-field.repository.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { ReferenceReadModel } from '../../custom-fields/store/reference.read-model.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import type { LeadRecord } from '../../lead/lead.js';
import { SelectionReadModel } from '../../selection/selection.read-model.js';
import type { FilterTree } from '../condition.js';
import { matches } from '../matches.rules.js';
import { findMatching } from './find-matching.fixture.spec.js';
import { EVERY_FIELD, operatorsOf, randomCondition, randomFilter, registry } from './random-filters.fixture.spec.js';
import { TagRepository } from '../../tags/store/tag.repository.js';
import { newTag } from '../../tags/tag.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { SettingsRepository } from '../../settings/store/settings.repository.js';
import { FIELDS, NOW, randomLeads, TAGS } from './random-leads.fixture.spec.js';

const LEADS = 300;
const chance = seededChance(20_260_615);
const leads = randomLeads(LEADS, chance);
const tenantId = uuidV7.next();

let server: TestDatabase;
let database: TenantDatabase;

beforeAll(async () => {
  server = await testDatabase();
  database = new TenantDatabase({ url: server.serviceUrl('lead'), poolSize: 2, applicationName: 'filter-sql' });
  const definitions = new CustomFieldRepository();
  const index = new CustomIndexService(
    new CustomFieldsService(definitions, new HeldSettingsService(new SettingsRepository()), new ReferenceReadModel()),
    new CustomValueRepository(),
  );
  const write = (tenant: Uuid, written: readonly LeadRecord[]) =>
    database.inTenant(tenant, async (tx) => {
      for (const field of FIELDS) await definitions.create(tx, tenant, field);
      await new TagRepository().create(
        tx,
        tenant,
        TAGS.map(({ tagId, name }) => newTag(tagId, name, NOW)),
      );
      await new LeadRepository().create(tx, tenant, written);
      await index.write(tx, [], written);
    });
  await write(tenantId, leads);
  // Another tenant with the same leads, deleted ones among them: none of them is ever found.
  await write(uuidV7.next(), leads);
});

afterAll(async () => {
  await database?.end();
  await server?.drop();
});

const found = (filter: FilterTree): Promise<string[]> => findMatching(database, tenantId, filter, { registry, now: NOW });

const expected = (filter: FilterTree): string[] =>
  leads
    .filter((lead) => matches(filter, lead, NOW))
    .map(({ leadId }) => leadId)
    .toSorted();

describe('the SQL of a filter', () => {
  it('finds the leads as they were written', async () => {
    const [one] = leads;
    const selection = { filter: { and: [] }, order: { column: 'id', descending: false } } as const;
    const page = { limit: 1, now: NOW };
    const rows = await database.readInTenant(tenantId, (tx) => new SelectionReadModel().findPage(tx, tenantId, registry, selection, page));
    expect(rows).toEqual([one]);
  });

  it.each(EVERY_FIELD.map((field) => [field.name, field] as const))('answers as matches does about %s', async (_, field) => {
    for (const operator of operatorsOf(field)) {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const filter = randomCondition(field, operator, leads, chance);
        expect([filter, await found(filter)]).toEqual([filter, expected(filter)]);
        const opposite = { not: filter };
        expect([opposite, await found(opposite)]).toEqual([opposite, expected(opposite)]);
      }
    }
  });

  it('answers as matches does about groups in groups', async () => {
    let telling = 0;
    for (let count = 0; count < 300; count += 1) {
      const filter = randomFilter(leads, chance);
      const wanted = expected(filter);
      expect([filter, await found(filter)]).toEqual([filter, wanted]);
      if (wanted.length > 0 && wanted.length < LEADS) telling += 1;
    }
    // Filters that hold for all or for none would agree with anything.
    expect(telling).toBeGreaterThan(100);
  });

  it('takes a field that is gone for an empty one', async () => {
    const gone = { kind: 'custom', fieldId: uuidV7.next() } as const;
    const condition = (test: object) => ({ field: gone, type: 'text', textCase: 'folded', test }) as FilterTree;
    expect(await found(condition({ operator: 'is-empty' }))).toHaveLength(LEADS);
    expect(await found(condition({ operator: 'ne', operand: 'x' }))).toHaveLength(LEADS);
    expect(await found(condition({ operator: 'eq', operand: 'x' }))).toEqual([]);
    expect(await found({ not: condition({ operator: 'eq', operand: 'x' }) })).toHaveLength(LEADS);
  });
});
