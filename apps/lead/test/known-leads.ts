import type { Lead } from '@leadstream/contracts';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { PermissionRepository, type ProhibitionState } from '../src/facts/permission.repository.js';
import { ContributionRepository } from '../src/scoring/contributions/contribution.repository.js';
import { TemperatureRepository } from '../src/scoring/temperature/temperature.repository.js';
import type { LeadApp } from './lead-app.js';
import type { TenantClient } from './tenant-client.js';

/**
 * Leads `a` to `d` of which something is known beside their rows. `a` opened two mails within the last week, is hot and gave consent; `b` must
 * not be written to and withdrew its consent; `c` was captured in 2020; `d` is tagged `vip`.
 * @returns their ids
 */
export async function knownLeads(app: LeadApp, tenant: TenantClient): Promise<Readonly<Record<'a' | 'b' | 'c' | 'd', Uuid>>> {
  const create = async (externalId: string, fields: object) => (await tenant.post<Lead>('/v1/leads', { externalId, ...fields })).body.id;
  const ids = {
    a: await create('a', { email: 'a@x.com', phone: '+4930901820', company: 'Acme', address: { city: 'Berlin' } }),
    b: await create('b', { email: 'b@x.com', source: 'ads', sourceMetadata: { 'utm.source': 'news' } }),
    c: await create('c', { capturedAt: '2020-01-02T03:04:05.678Z' }),
    d: await create('d', { email: 'd@x.com', budget: { max: '9.50', currency: 'EUR' } }),
  };
  const tag = await tenant.post<{ id: string }>('/v1/tags', { name: 'vip' });
  await tenant.post('/v1/leads/tags', { leadIds: [ids.d], add: [tag.body.id] });
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const opened = (leadId: Uuid, days: number) => ({
    ...{ sourceId: uuidV7.next(), eventId: uuidV7.next(), kind: 'message.opened', leadId, occurredAt: daysAgo(days) },
  });
  const consent = (leadId: Uuid, state: 'given' | 'withdrawn') => ({
    ...({ leadId, entryId: uuidV7.next(), channel: 'email', purpose: 'marketing', state, statedAt: daysAgo(1).toISOString() } as const),
  });
  const line = { kind: 'email', value: 'b@x.com', expiresAt: null, isRemoved: false } as const;
  const entry: ProhibitionState = { entryId: uuidV7.next(), version: 1, ...line, channels: [] };
  const { tenantId } = tenant;
  await app.service.app.get(TenantDatabase).inTenant(tenantId, async (tx) => {
    await new ContributionRepository().create(tx, tenantId, [opened(ids.a, 2), opened(ids.a, 3), opened(ids.c, 30)]);
    await new TemperatureRepository().save(tx, tenantId, [{ leadId: ids.a, temperature: 'hot', modelNumber: 1, lookAt: null }]);
    await new PermissionRepository().saveConsents(tx, tenantId, [consent(ids.a, 'given'), consent(ids.b, 'withdrawn')]);
    await new PermissionRepository().saveProhibitions(tx, tenantId, [entry]);
  });
  return ids;
}
