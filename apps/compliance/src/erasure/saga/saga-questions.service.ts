import { personDataRequestedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { demandNameable } from '../../person-data/nameable.rules.js';
import { ErasureReadModel } from '../store/erasure.read-model.js';
import type { Asked } from './saga.rules.js';

/** Asks every service. */
@Injectable()
export class SagaQuestions {
  constructor(
    private readonly readModel: ErasureReadModel,
    private readonly outbox: Outbox,
  ) {}

  /**
   * With all names that are known by now.
   * @throws DomainError `COMPLIANCE.PERSON_TOO_LARGE`
   */
  async ask(tx: Tx, id: string, { step, round }: Asked): Promise<void> {
    const erasure = await this.readModel.findById(tx, tx.tenantId, id);
    if (erasure === undefined) throw new Error('the erasure is gone');
    demandNameable(erasure.leadIds);
    const addresses = await this.readModel.findAddresses(tx, tx.tenantId, id);
    await this.outbox.add(tx, personDataRequestedV1, {
      data: { requestId: id, purpose: 'erasure', step, round, leadIds: [...erasure.leadIds], addresses },
      sequence: erasure.version,
    });
  }
}
