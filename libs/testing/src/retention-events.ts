import { legalHoldPlacedV1, legalHoldReleasedV1, type RetentionRule, retentionChangedV1 } from '@leadstream/contracts';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import type { EventRecord } from './event-publisher.js';

/** What a hold is on: one of the two. */
export interface HoldSubject {
  readonly leadId?: Uuid;
  readonly category?: string;
}

const INSTANT = '2020-01-01T00:00:00.000Z';

/** A hold without end, in force since long ago. */
export function legalHoldPlaced(tenantId: Uuid, holdId: Uuid, { leadId, category }: HoldSubject): EventRecord {
  const subject = { leadId: leadId ?? null, category: category ?? null };
  const data = { holdId, ...subject, placedAt: INSTANT, holdsFrom: INSTANT, holdsUntil: null };
  return { contract: legalHoldPlacedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

export function legalHoldReleased(tenantId: Uuid, holdId: Uuid, { leadId, category }: HoldSubject): EventRecord {
  const data = { holdId, leadId: leadId ?? null, category: category ?? null, releasedAt: new Date().toISOString() };
  return { contract: legalHoldReleasedV1, event: { id: uuidV7.next(), tenantId, sequence: 2, data } };
}

/** @param version of the tenant's policy; 2 is the first that was said */
export function retentionChanged(tenantId: Uuid, version: number, rules: readonly RetentionRule[]): EventRecord {
  const data = { policyId: tenantId, version, rules: [...rules], updatedAt: INSTANT };
  return { contract: retentionChangedV1, event: { id: uuidV7.next(), tenantId, sequence: version, data } };
}
