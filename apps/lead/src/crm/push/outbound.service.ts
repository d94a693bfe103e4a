import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { WaitingLeadRepository } from '../link/waiting-lead.repository.js';

/** What is told of a lead; of a merge, with the one that stays. */
interface LeadEvent {
  readonly type: string;
  readonly data: { readonly leadId: Uuid | null; readonly survivorId?: Uuid };
}

/** Whatever changes a lead's fields or status, whether there is one, or what prohibitions bind it. */
const CHANGES = new Set([
  'lead.captured',
  'lead.updated',
  'lead.status-changed',
  'lead.deleted',
  'lead.restored',
  'lead.merged',
  'lead.unmerged',
  'lead-identity.added',
  'lead-identity.removed',
]);

/** Notes which leads peers are to hear of; the peers themselves are asked and told by syncs only. */
@Injectable()
export class OutboundService {
  constructor(private readonly waiting: WaitingLeadRepository) {}

  /**
   * Leads may be named that no peer has to hear of: a sync finds out.
   * @param permitted leads of which something else is permitted than before
   */
  async note(tx: Tx, events: readonly LeadEvent[], permitted: readonly Uuid[]): Promise<void> {
    const changed = events.filter(({ type }) => CHANGES.has(type)).flatMap(concerned);
    await this.waiting.mark(tx, tx.tenantId, [...changed, ...permitted]);
  }

  /** @param domains of which something else is permitted than before */
  async noteDomains(tx: Tx, domains: readonly string[]): Promise<void> {
    await this.waiting.markUnderDomains(tx, tx.tenantId, domains);
  }
}

function concerned({ data: { leadId, survivorId } }: LeadEvent): Uuid[] {
  return [leadId, survivorId].filter((id) => id != null);
}
