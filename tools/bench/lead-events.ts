import { randomBytes, randomUUID } from 'node:crypto';
import { type DataOf, encodeEvent, leadCapturedV1, sourceOf } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import type { OutgoingRecord } from '@leadstream/messaging';

export interface LeadEventsOptions {
  readonly count: number;
  /** Events go round the tenants. */
  readonly tenants: readonly string[];
  readonly topic: string;
  /** Share of the events whose trace is recorded, 0 to 1; each has a trace of its own, as leads captured one by one do. */
  readonly sampled01: number;
}

export const tenantIds = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

/** A captured lead with every field, about 500 bytes as JSON. */
export function leadData(leadId: string, n: number): DataOf<typeof leadCapturedV1> {
  const capturedAt = new Date(1_760_000_000_000 + n * 1_000).toISOString();
  return {
    leadId,
    externalId: `crm-${leadId}`,
    firstName: 'Ana',
    lastName: 'Souza',
    email: `ana.souza.${leadId}@example.com`,
    phone: null,
    company: 'Padaria Souza e Filhos',
    timeZone: 'America/Sao_Paulo',
    source: 'organic_search',
    status: 'new',
    capturedAt,
    consents: [{ channel: 'email', purpose: 'marketing', basis: 'consent', textVersion: '2026-01', givenAt: capturedAt }],
    importId: null,
  };
}

/** W3C trace context of a trace that nobody else has. */
export function newTraceparent(sampled: boolean): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-0${Number(sampled)}`;
}

/** `lead.captured` events as the relay sends them. */
export function leadEvents({ count, tenants, topic, sampled01 }: LeadEventsOptions): OutgoingRecord[] {
  return Array.from({ length: count }, (_, n) => {
    const leadId = uuidV7.next();
    const id = uuidV7.next();
    const event = {
      id,
      type: leadCapturedV1.type,
      version: leadCapturedV1.version,
      source: sourceOf(leadCapturedV1),
      time: new Date(),
      tenantId: tenants[n % tenants.length] as string,
      subject: leadId,
      sequence: 1,
      correlationId: id,
      causationId: undefined,
      data: leadData(leadId, n),
    };
    const sampled = Math.floor((n + 1) * sampled01) > Math.floor(n * sampled01);
    return { topic, ...encodeEvent(leadCapturedV1, event, newTraceparent(sampled)) };
  });
}

const RECORDS_PER_SEND = 1_000;

/** Records in as few sends as the broker's limit for a batch allows. */
export function* sends(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  for (let at = 0; at < records.length; at += RECORDS_PER_SEND) yield records.slice(at, at + RECORDS_PER_SEND);
}
