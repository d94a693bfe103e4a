import { Injectable } from '@nestjs/common';
import { type CrmProvider, leadCrmLinkChangedV1 } from '@leadstream/contracts';
import { Outbox, type OutboxItem } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LinkChange, LinkRecord } from './crm-link.js';
import { LinkRepository } from './link.repository.js';

/** Writes links, and tells of those that became others. */
@Injectable()
export class LinkJournalService {
  constructor(
    private readonly links: LinkRepository,
    private readonly outbox: Outbox,
  ) {}

  async save(tx: Tx, provider: CrmProvider, links: readonly LinkRecord[], changes: readonly Omit<LinkChange, 'provider'>[]): Promise<void> {
    await this.links.save(tx, tx.tenantId, provider, links);
    const events = changes.map(({ link: { leadId, peerId, state, reason, changedAt }, leadVersion }): OutboxItem => {
      const data = { leadId, provider, peerId, state, endedBy: reason, changedAt: changedAt.toISOString() };
      return { contract: leadCrmLinkChangedV1, data, sequence: leadVersion, time: changedAt };
    });
    await this.outbox.addAll(tx, events);
  }
}
