import { Inject, Injectable } from '@nestjs/common';
import { type EmailProvider, type EventContract, messageEngagedV1, messageStateChangedV1 } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { KnownLeadService } from '../known-lead/known-lead.service.js';
import { IDS } from '../tokens.js';
import type { MessageFold, MessageObservation, MessageStep, StateAt } from './message.js';
import { MessageRepository } from './message.repository.js';
import { actsBeside, foldObservations, hasAdvanced, messageKey } from './message.rules.js';

interface Observed {
  readonly observations: readonly MessageObservation[];
  readonly offers: ReadonlyMap<string, MessageFold>;
  readonly steps: readonly MessageStep[];
}

/** Moves messages by what was observed of them, and tells that and what recipients did beside. */
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
    await this.announce(tx, provider, { observations, offers, steps });
    return new Map(steps.map((message) => [messageKey(message), message.messageId]));
  }

  private async announce(tx: Tx, provider: EmailProvider, { observations, offers, steps }: Observed): Promise<void> {
    const advanced = steps.filter(hasAdvanced);
    const acts = actsBeside(observations, steps);
    if (advanced.length + acts.length === 0) return;
    const emails = new Set([...advanced, ...acts.map(({ message }) => message)].map(({ email }) => email));
    const leadIds = await this.leads.findIdsByEmail(tx, tx.tenantId, [...emails]);
    const of = ({ messageId, providerMessageId, email }: MessageStep) => ({
      ...{ messageId, providerMessageId, provider, email },
      leadId: leadIds.get(email) ?? null,
    });
    const changes = advanced.map((message) => ({
      contract: messageStateChangedV1,
      sequence: message.version,
      ...caused(offers.get(messageKey(message))?.current),
      data: { ...of(message), from: message.from, to: message.current.state, occurredAt: message.current.at.toISOString() },
    }));
    const engaged = acts.map(({ message, act }) => ({
      contract: messageEngagedV1,
      sequence: 1,
      ...caused(act),
      data: {
        actId: this.ids.next(),
        ...of(message),
        providerEventId: act.providerEventId,
        act: act.state,
        occurredAt: act.at.toISOString(),
      },
    }));
    await this.outbox.addAll<EventContract>(tx, [...changes, ...engaged]);
  }
}

function caused(of: StateAt | undefined): Pick<StateAt, 'causedBy'> {
  return of?.causedBy ? { causedBy: of.causedBy } : {};
}
