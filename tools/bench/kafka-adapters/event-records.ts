import { randomUUID } from 'node:crypto';
import type { OutgoingRecord } from '@leadstream/messaging';

const AGGREGATES = 5_000;

/** Records as the relay sends them: a captured lead in CloudEvents headers and JSON, about 1 kB in all. */
export function eventRecords(topic: string, count: number): OutgoingRecord[] {
  const tenantId = randomUUID();
  const aggregates = Array.from({ length: Math.min(AGGREGATES, count) }, () => randomUUID());
  return Array.from({ length: count }, (_, n) => {
    const leadId = aggregates[n % aggregates.length] ?? '';
    return { topic, key: `${tenantId}:${leadId}`, value: JSON.stringify(leadOf(leadId, n)), headers: headersOf(tenantId, leadId, n) };
  });
}

function leadOf(leadId: string, n: number) {
  return {
    leadId,
    email: `person-${n}@example.com`,
    firstName: 'Ada',
    lastName: `Lovelace ${n}`,
    phone: `+4930${String(n).padStart(7, '0')}`,
    company: 'Analytical Engines Ltd',
    source: 'referral',
    sourceMetadata: { campaign: `spring-${n % 17}`, landingPageId: randomUUID(), medium: 'email' },
    tags: ['newsletter', 'trial'],
    capturedAt: '2026-11-26T21:00:00.000Z',
  };
}

function headersOf(tenantId: string, leadId: string, n: number): Record<string, string> {
  const id = randomUUID();
  return {
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: 'lead.captured',
    ce_dataversion: '1',
    ce_source: 'lead',
    ce_time: '2026-11-26T21:00:00.000Z',
    ce_subject: leadId,
    ce_tenantid: tenantId,
    ce_sequence: String(n),
    ce_correlationid: id,
    'content-type': 'application/json',
    traceparent: `00-${id.replaceAll('-', '')}-${id.replaceAll('-', '').slice(0, 16)}-01`,
  };
}
