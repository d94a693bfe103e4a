import type { ExaminedMessage } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../compliance.errors.js';
import { LeadStreamService } from '../lead-stream/lead-stream.service.js';
import { CLOCK } from '../tokens.js';
import { DetectionService } from './detection.service.js';
import { OptOutActionService } from './opt-out-action.service.js';
import type { ReceivedMessage } from './received-message.js';

/** Examines what leads write and say. */
@Injectable()
export class OptOutService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly detection: DetectionService,
    private readonly leadStream: LeadStreamService,
    private readonly actions: OptOutActionService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A message that was examined before answers with what came of it then.
   * @throws DomainError `COMPLIANCE.LEAD_ERASED`
   */
  async examine(message: Omit<ReceivedMessage, 'receivedAt'> & { readonly receivedAt?: string | undefined }): Promise<ExaminedMessage> {
    const examined = await this.detection.examine(message.text, message.channel);
    return this.database.write(async (tx) => {
      if ((await erasedAmong(tx, [message.leadId])).size > 0) throw complianceErrors.LEAD_ERASED();
      const now = this.clock.now();
      const receivedAt = message.receivedAt === undefined ? now : new Date(Math.min(Date.parse(message.receivedAt), now.getTime()));
      return this.actions.apply(tx, { ...message, receivedAt }, examined, now);
    });
  }

  /**
   * As above for several, within a transaction of the caller: the classifier that judges must not ask another service. The leads are locked
   * first, in one order for everybody, since blocking them locks what all changes of the tenant's list wait for. Of erased ones nothing is kept.
   */
  async take(tx: Tx, messages: readonly ReceivedMessage[]): Promise<void> {
    const examined = await Promise.all(
      messages.map(async (message) => ({ message, found: await this.detection.examine(message.text, message.channel) })),
    );
    const now = this.clock.now();
    const clear = examined.filter(({ found }) => found.detected.band !== 'none');
    const erased = await erasedAmong(
      tx,
      clear.map(({ message }) => message.leadId),
    );
    const concerning = clear.filter(({ message }) => !erased.has(message.leadId));
    await this.leadStream.take(
      tx,
      tx.tenantId,
      concerning.map(({ message }) => message.leadId),
    );
    for (const { message, found } of concerning) await this.actions.apply(tx, message, found, now);
  }
}
