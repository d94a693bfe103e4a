import {
  consentChangedV1,
  consentExpiredV1,
  dncAddedV1,
  dncDomainAddedV1,
  dncRemovedV1,
  type Segment,
  type SegmentMember,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { type EventPublisher, eventually } from '@leadstream/testing';
import type { LeadApp } from './lead-app.js';
import type { TenantClient } from './tenant-client.js';

type EventRecord = Parameters<EventPublisher['publishRecords']>[0][number];

/** Makes a segment and waits until all leads were looked at. */
export async function segment(tenant: TenantClient, stated: object): Promise<Segment> {
  const { body } = await tenant.post<Segment>('/v1/segments', { name: 'Some', ...stated });
  return ready(tenant, body.id);
}

/** Waits until all leads were looked at. */
export function ready(tenant: TenantClient, id: string): Promise<Segment> {
  return eventually(
    async () => {
      const { body } = await tenant.get<Segment>(`/v1/segments/${id}`);
      if (body.status !== 'ready') throw new Error(JSON.stringify(body));
      return body;
    },
    { withinMs: 30_000 },
  );
}

/** Ids of the leads in a segment, page by page. */
export async function membersOf(tenant: TenantClient, id: string, limit = 50): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/v1/segments/${id}/members?limit=${limit}${cursor && `&cursor=${cursor}`}`;
    const { body } = await tenant.get<{ items: SegmentMember[]; nextCursor: string | null }>(path);
    found.push(...body.items.map(({ lead }) => lead.id));
    cursor = body.nextCursor;
  }
  return found;
}

/** What was told of a segment: `entered <lead id> event`. */
export function movesOf(app: LeadApp, segmentId: string): string[] {
  return ['entered', 'left']
    .flatMap((word) => app.published.ofType(`segment.${word}`).map((event) => ({ word, ...event })))
    .filter(({ data }) => (data as { segmentId: string }).segmentId === segmentId)
    .toSorted((one, other) => String(one.headers['ce_id']).localeCompare(String(other.headers['ce_id'])))
    .map(({ word, data }) => `${word} ${(data as { leadId: string }).leadId} ${(data as { cause: string }).cause}`);
}

interface Told {
  readonly tenantId: string;
  readonly leadId: string;
}

/** `consent.changed`, as the compliance service publishes it. */
export function consent(
  { tenantId, leadId }: Told,
  channel: 'email' | 'sms',
  state: 'given' | 'withdrawn',
  statedAt = new Date(),
  { entryId = uuidV7.next(), expiresAt }: { entryId?: string; expiresAt?: string } = {},
): EventRecord {
  const line = { entryId, channel, purpose: 'marketing' as const, state, basis: 'consent' as const };
  const data = { leadId, ...line, statedAt: statedAt.toISOString(), source: 'api', ...(expiresAt !== undefined && { expiresAt }) };
  return { contract: consentChangedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

/** `consent.expired`, of a line that gave consent for marketing by e-mail. */
export function consentOver({ tenantId, leadId }: Told, entryId: string, expiredAt: string): EventRecord {
  const data = { leadId, entryId, channel: 'email' as const, purpose: 'marketing' as const, expiredAt };
  return { contract: consentExpiredV1, event: { id: uuidV7.next(), tenantId, sequence: 2, data } };
}

/** `dnc.added` of an e-mail address. */
export function forbidden(tenantId: string, entryId: string, value: string, sequence = 1, expiresAt: string | null = null): EventRecord {
  const times = { expiresAt, addedAt: new Date().toISOString() };
  const data = { entryId, kind: 'email' as const, value, channels: [], reason: 'asked', ...times };
  return { contract: dncAddedV1, event: { id: uuidV7.next(), tenantId, sequence, data } };
}

/** `dnc.domain-added`. */
export function domainForbidden(tenantId: string, entryId: string, domain: string): EventRecord {
  const data = { entryId, domain, channels: [], expiresAt: null, addedAt: new Date().toISOString() };
  return { contract: dncDomainAddedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

/** `dnc.removed`. */
export function allowed(tenantId: string, entryId: string, cause: 'withdrawn' | 'expired' = 'withdrawn'): EventRecord {
  const data = { entryId, removedAt: new Date().toISOString(), cause };
  return { contract: dncRemovedV1, event: { id: uuidV7.next(), tenantId, sequence: 2, data } };
}
