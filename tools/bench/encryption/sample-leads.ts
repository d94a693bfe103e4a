import type { EventOf, leadCapturedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';

export type Captured = EventOf<typeof leadCapturedV1>;

/** Leads as an import brings them: name, address and number known. */
export function sampleLeads(count: number, tenantId: string): Captured[] {
  return Array.from({ length: count }, (_, index) => {
    const leadId = uuidV7.next();
    return {
      id: uuidV7.next(),
      type: 'lead.captured',
      version: 1,
      source: 'lead',
      time: new Date(),
      tenantId,
      subject: leadId,
      sequence: 1,
      correlationId: leadId,
      causationId: undefined,
      data: {
        leadId,
        externalId: `crm-${index}`,
        firstName: 'Ana',
        lastName: 'Souza',
        email: `ana.souza.${index}@example.com`,
        phone: `+55119${String(index).padStart(8, '0')}`,
        company: 'Padaria Souza',
        timeZone: 'America/Sao_Paulo',
        source: 'organic_search',
        status: 'new',
        capturedAt: '2026-01-01T00:00:00.000Z',
        consents: [],
        importId: null,
      },
    };
  });
}
