import { Inject, Injectable } from '@nestjs/common';
import { type EmailProvider, messageStateChangedV1 } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { KnownLeadService } from '../known-lead/known-lead.service.js';
import { IDS } from '../tokens.js';
import type { MessageFold, MessageObservation, MessageStep } from './message.js';
import { MessageRepository } from './message.repository.js';
import { foldObservations, hasAdvanced, messageKey } from './message.rules.js';

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
    const steps = await this.messages.fold(tx, tenantId, provider, [...offers.values()]);
    await this.announce(tx, provider, steps.filter(hasAdvanced), offers);
    return new Map(steps.map((message) => [messageKey(message), message.messageId]));
  }

  private async announce(
    tx: Tx,
    provider: EmailProvider,
    steps: readonly MessageStep[],
    offers: ReadonlyMap<string, MessageFold>,
  ): Promise<void> {
    if (steps.length === 0) return;
    const leadIds = await this.leads.findIdsByEmail(tx, tx.tenantId, [...new Set(steps.map(({ email }) => email))]);
    await this.outbox.addAll(
      tx,
      steps.map((message) => {
        const causedBy = offers.get(messageKey(message))?.current.causedBy;
        return {
          contract: messageStateChangedV1,
          sequence: message.version,
          ...(causedBy && { causedBy }),
          data: {
            messageId: message.messageId,
            providerMessageId: message.providerMessageId,
            provider,
            email: message.email,
            leadId: leadIds.get(message.email) ?? null,
            from: message.from,
            to: message.current.state,
            occurredAt: message.current.at.toISOString(),
          },
        };
      }),
    );
  }
}
