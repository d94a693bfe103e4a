import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadMerge } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, eventsOf, merge, read, undo } from '../../test/merges.js';
import type { Problem } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

describe('undoing a merge', () => {
  it('brings both leads back as they were, and tells it', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const { body: made } = await merge(tenant, survivor, merged);
    const { status, body } = await undo(tenant, made);
    expect(status).toBe(200);
    expect(body.survivor).toEqual({ ...survivor, version: 3, updatedAt: body.survivor.updatedAt });
    expect(body.merged).toEqual({ ...merged, version: 3, updatedAt: body.merged.updatedAt });
    expect([await read(tenant, survivor), await read(tenant, merged)]).toEqual([body.survivor, body.merged]);
    expect((await tenant.get<LeadMerge>(`/v1/merges/${made.id}`)).body.undoneAt).toBe(body.undoneAt);
    await eventually(() =>
      expect(eventsOf(app, merged.id).at(-1)).toMatchObject({
        type: 'lead.unmerged',
        sequence: '3',
        data: { survivorId: survivor.id, mergeId: made.id, phone: '+4930901820', firstName: 'Augusta Ada' },
      }),
    );
    expect(await undo(tenant, made)).toMatchObject({ status: 409, body: { code: 'LEAD.MERGE_UNDONE' } });
    expect((await merge(tenant, body.survivor, body.merged)).status).toBe(201);
  });

  it('lets the survivor keep what was changed since', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const { body: made } = await merge(tenant, survivor, merged);
    await tenant.patch(`/v1/leads/${survivor.id}`, 2, { firstName: 'Countess', phone: '+4930901821', jobTitle: 'Analyst' });
    const { body } = await undo(tenant, made);
    expect(body.survivor).toMatchObject({ ...ADA, firstName: 'Countess', phone: '+4930901821', jobTitle: 'Analyst', externalId: null });
    expect(body.merged).toMatchObject(AUGUSTA);
  });

  it('is refused while the other one of the two holds what one gets back', async () => {
    const tenant = app.as();
    const survivor = await create(tenant, { email: 'one@x.com' });
    const merged = await create(tenant, { email: 'two@x.com', externalId: 'e2' });
    const { body: made } = await merge(tenant, survivor, merged);
    // Since the survivor may be known by it, too, it is the one that may take it.
    const { body: heir } = await tenant.patch<Lead>(`/v1/leads/${survivor.id}`, made.survivor.version, { email: 'two@x.com' });
    const refusal = { status: 409, body: { code: 'LEAD.DUPLICATE_EMAIL', existingId: survivor.id } };
    expect(await undo(tenant, made)).toMatchObject(refusal);
    expect(await read(tenant, survivor)).toEqual(heir);
    await tenant.patch(`/v1/leads/${survivor.id}`, heir.version, { email: 'one@x.com' });
    expect((await undo(tenant, made)).status).toBe(200);
  });

  it('takes a chain apart from its end', async () => {
    const tenant = app.as();
    const [a, b, c] = [await create(tenant, ADA), await create(tenant, AUGUSTA), await create(tenant, { externalId: 'c' })] as const;
    const { body: inner } = await merge(tenant, a, b);
    const { body: outer } = await merge(tenant, c, inner.survivor);
    expect(outer.survivor).toMatchObject({ externalId: 'c', email: 'ada@x.com', phone: '+4930901820' });
    for (const lead of [a, b]) expect((await tenant.get<Problem>(`/v1/leads/${lead.id}`)).body['mergedInto']).toBe(c.id);
    expect(await undo(tenant, inner)).toMatchObject({ status: 409, body: { code: 'LEAD.MERGE_SURVIVOR_GONE', mergedInto: c.id } });
    const { body: outerUndone } = await undo(tenant, outer);
    expect(outerUndone.survivor).toEqual({ ...c, version: 3, updatedAt: outerUndone.survivor.updatedAt });
    expect((await tenant.get<Problem>(`/v1/leads/${b.id}`)).body['mergedInto']).toBe(a.id);
    const { body: innerUndone } = await undo(tenant, inner);
    expect([innerUndone.survivor, innerUndone.merged]).toMatchObject([ADA, AUGUSTA]);
  });

  it('happens once, though asked for many times at once', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const { body: made } = await merge(tenant, survivor, merged);
    const answers = await Promise.all(Array.from({ length: 5 }, () => undo(tenant, made)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    await eventually(() => expect(eventsOf(app, merged.id).filter(({ type }) => type === 'lead.unmerged')).toHaveLength(1));
  });

  it('and merging at once leave every lead either alive or pointing where its standing merge says', async () => {
    const tenant = app.as();
    for (let round = 0; round < 5; round += 1) {
      const leads = await Promise.all([1, 2, 3].map((index) => create(tenant, { externalId: `u${round}-${index}` })));
      const [a, b, c] = leads as [Lead, Lead, Lead];
      const { body: made } = await merge(tenant, a, b);
      const answers = await Promise.all([
        undo(tenant, made),
        merge(tenant, c, made.survivor),
        undo(tenant, made),
        merge(tenant, made.survivor, c),
      ]);
      expect(answers.map(({ status }) => status).filter((status) => ![200, 201, 409, 412].includes(status))).toEqual([]);
      expect(answers.some(({ status }) => status < 300)).toBe(true);
    }
    const contradictions = await inspect(
      app.database,
      `SELECT l.lead_id FROM lead l LEFT JOIN lead_merge m ON m.tenant_id = l.tenant_id AND m.merged_id = l.lead_id AND m.undone_at IS NULL
        WHERE l.tenant_id = $1 AND (l.merged_into IS DISTINCT FROM m.survivor_id OR (l.deleted_at IS NULL) <> (m.survivor_id IS NULL))`,
      [tenant.tenantId],
    );
    expect(contradictions).toEqual([]);
  });

  it('agrees with the audit: folding it gives the lead, version by version', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const { body: made } = await merge(tenant, survivor, merged);
    const { body } = await undo(tenant, made);
    const now = new Date().toISOString();
    for (const lead of [body.survivor, body.merged]) {
      expect((await tenant.get<Lead>(`/v1/leads/${lead.id}?asOf=${now}`)).body).toEqual(lead);
    }
  });
});
