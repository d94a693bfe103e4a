import { expect } from '@jest/globals';
import type { CustomField, Deal, ImportJob, Lead, Note, Tag, Task } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { PDF, uploadDocument, uploadTo } from '../../test/documents.js';
import { createForm, submit } from '../../test/forms.js';
import { importFile } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import type { LeadApp } from '../../test/lead-app.js';
import { create, merge } from '../../test/merges.js';
import { interaction } from '../../test/scoring.js';
import { consent, forbidden } from '../../test/segments.js';
import { inDays } from '../../test/tasks.js';
import type { TenantClient } from '../../test/tenant-client.js';

export const EMAIL = 'canary.gone@example.com';
export const FORMER = 'canary.former@example.com';
export const AT_HOME = 'canary.home@example.com';
export const MERGED = 'canary.merged@example.com';
export const PHONE = '+12025550143';

export interface Person {
  readonly tenant: TenantClient;
  readonly lead: Lead;
  readonly mergedId: string;
  readonly visitorId: string;
  readonly noteId: string;
  readonly deal: Deal;
  readonly import: ImportJob;
}

/** A person of whom the service knows everything that it can know of one. */
export async function livedLife(app: LeadApp, tenant: TenantClient, bystander: Lead): Promise<Person> {
  await tenant.post<CustomField>('/v1/custom-fields', { key: 'nickname', label: 'Nickname', type: 'text', indexed: true });
  const fields = { firstName: 'Canaryfirst', lastName: 'Canarylast', company: 'Canaryfirm', phone: PHONE, source: 'referral' };
  const said = {
    ...fields,
    address: { city: 'Canarytown' },
    sourceMetadata: { campaign: 'canarycampaign' },
    customFields: { nickname: 'Canarynick' },
  };
  const born = await create(tenant, { ...said, email: FORMER });
  await tenant.patch<Lead>(`/v1/leads/${born.id}`, 1, { email: EMAIL });
  const [mergedId, visitorId] = [await mergedInto(tenant, born.id), uuidV7.next()];
  await tenant.post('/v1/leads/identify', { visitorId, lead: { email: EMAIL } });
  await tenant.post(`/v1/leads/${born.id}/identities`, { kind: 'email', value: AT_HOME });
  const worked = await workedOn(tenant, born.id, bystander);
  const file = `Email,First name,Phone\n${EMAIL},Canaryfirst,Canaryphone\n`;
  const imported = await importFile(tenant, file, { matchBy: 'email', onBadValue: 'leave-out' }, 'people.csv');
  const { key } = await createForm(tenant);
  await submit(app, key, { email: EMAIL, firstName: 'Canaryform', consents: ['news'] });
  await tenant.post('/v1/exports', { columns: ['email'], query: { email: EMAIL } });
  await told(app, tenant, born.id, visitorId);
  return { tenant, lead: (await tenant.get<Lead>(`/v1/leads/${born.id}`)).body, mergedId, visitorId, ...worked, import: imported };
}

async function mergedInto(tenant: TenantClient, survivorId: string): Promise<string> {
  const other = await create(tenant, { email: MERGED, phone: '+12025550144', firstName: 'Canaryother' });
  const { body: survivor } = await tenant.get<Lead>(`/v1/leads/${survivorId}`);
  expect((await merge(tenant, survivor, other)).status).toBe(201);
  return other.id;
}

async function workedOn(tenant: TenantClient, leadId: string, bystander: Lead): Promise<Pick<Person, 'noteId' | 'deal'>> {
  const { body: tag } = await tenant.post<Tag>('/v1/tags', { name: 'VIP' });
  await tenant.post('/v1/leads/tags', { leadIds: [leadId], add: [tag.id] });
  const { body: note } = await tenant.post<Note>(`/v1/leads/${leadId}/notes`, { body: 'Canarynote about nothing.' });
  await tenant.patch(`/v1/leads/${leadId}/notes/${note.id}`, note.version, { body: 'Canarynote about much.' });
  await uploadDocument(tenant, leadId, PDF, { fileName: 'canaryfile.pdf' });
  const due = { type: 'call', title: 'Call Canarytask', dueAt: inDays(1) };
  const { body: task } = await tenant.post<Task>('/v1/tasks', { subject: { kind: 'lead', id: leadId }, ...due });
  const products = [{ name: 'Canaryproduct', quantity: '2', unitPrice: '10.00' }];
  const sold = { name: 'Canarydeal', externalId: 'canary-1', value: { amount: '20.00', currency: 'EUR' }, products };
  const { status, body: deal } = await tenant.post<Deal>('/v1/deals', { leadId, ...sold });
  expect(status).toBe(201);
  for (const path of [`/v1/deals/${deal.id}`, `/v1/tasks/${task.id}`]) {
    await tenant.post(`${path}/notes`, { body: `Canarynote at work ${path}` });
    await uploadTo(tenant, path, PDF, { fileName: 'canarywork.pdf' });
  }
  await tenant.post(`/v1/leads/${leadId}/relationships`, { type: 'spouse', leadId: bystander.id });
  return { noteId: note.id, deal };
}

/** What other services tell of it. */
async function told(app: LeadApp, { tenantId }: TenantClient, leadId: string, visitorId: string): Promise<void> {
  const now = new Date();
  await app.publish(
    interaction({ tenantId, leadId }, uuidV7.next(), 'page.viewed', now),
    interaction({ tenantId, leadId: visitorId }, uuidV7.next(), 'page.viewed', now),
    consent({ tenantId, leadId }, 'email', 'given'),
    forbidden(tenantId, uuidV7.next(), EMAIL),
  );
  await eventually(async () => {
    const [count] = await inspect<{ done: number; said: number; barred: number }>(
      app.database,
      `SELECT (SELECT count(*)::int FROM scoring_contribution WHERE tenant_id = $1 AND kind LIKE 'interaction.%') AS done,
              (SELECT count(*)::int FROM lead_consent WHERE tenant_id = $1 AND lead_id = $2) AS said,
              (SELECT count(*)::int FROM lead_prohibition WHERE tenant_id = $1) AS barred`,
      [tenantId, leadId],
    );
    expect(count).toEqual({ done: 2, said: 1, barred: 1 });
  });
}
