import { Inject, Injectable } from '@nestjs/common';
import { type EmailProvider, messageStateChangedV1 } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { KnownLeadService } from '../known-lead/known-lead.service.js';
import { IDS } from '../tokens.js';
import type { MessageObservation } from './message.js';
import { MessageRepository } from './message.repository.js';
import { foldObservations, messageKey, type Settlement, settle } from './message.rules.js';

/** Moves messages by what was observed of them, and says so. */
@Injectable()
export class MessageService {
  constructor(
    private readonly messages: MessageRepository,
    private readonly leads: KnownLeadService,
    private readonly outbox: Outbox,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * @param observations never applied before, in any order
   * @returns id of each message, by {@link messageKey}
   */
  async observe(
    tx: Tx,
    tenantId: string,
    provider: EmailProvider,
    observations: readonly MessageObservation[],
  ): Promise<Map<string, string>> {
    const offers = foldObservations(observations, this.ids);
    if (offers.size === 0) return new Map();
    const stored = await this.messages.lockOrInsert(tx, tenantId, provider, [...offers.values()]);
    const settled = stored.map((message) => settle(message, offers.get(messageKey(message)) ?? message));
    const known = settled.filter(({ kind }) => kind === 'moved' || kind === 'redated');
    await this.messages.save(
      tx,
      tenantId,
      known.map(({ after }) => after),
    );
    await this.announce(
      tx,
      tenantId,
      provider,
      settled.filter(({ kind }) => kind === 'moved' || kind === 'created'),
    );
    return new Map(stored.map((message) => [messageKey(message), message.messageId]));
  }

  private async announce(tx: Tx, tenantId: string, provider: EmailProvider, settled: readonly Settlement[]): Promise<void> {
    const emails = [...new Set(settled.map(({ after }) => after.email))];
    const leadIds = await this.leads.findIdsByEmail(tx, tenantId, emails);
    await this.outbox.addAll(
      tx,
      settled.map(({ after, from }) => ({
        contract: messageStateChangedV1,
        sequence: after.version,
        ...(after.current.causedBy && { causedBy: after.current.causedBy }),
        data: {
          messageId: after.messageId,
          providerMessageId: after.providerMessageId,
          provider,
          email: after.email,
          leadId: leadIds.get(after.email) ?? null,
          from,
          to: after.current.state,
          occurredAt: after.current.at.toISOString(),
        },
      })),
    );
  }
}
