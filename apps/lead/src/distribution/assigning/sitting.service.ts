import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { CLOCK } from '../../tokens.js';
import { DistributionJournalService } from '../journal/distribution-journal.service.js';
import type { RuleSetRecord } from '../rules/rule-set.js';
import { RuleSetRepository } from '../rules/rule-set.repository.js';

/** A moment at which leads of a tenant are given away, and by what rules. */
export interface Sitting {
  readonly now: Date;
  readonly customFields: readonly CustomFieldKey[];
  /** Undefined where no rules are active. */
  readonly set: RuleSetRecord | undefined;
}

/** Has leads of a tenant given away by one transaction at a time. */
@Injectable()
export class SittingService {
  constructor(
    private readonly journal: DistributionJournalService,
    private readonly customFields: CustomFieldsService,
    private readonly sets: RuleSetRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Until the transaction ends, nobody else gives away leads of the tenant. To be called before leads are locked. */
  async open(tx: Tx): Promise<Sitting> {
    await this.journal.hold(tx);
    const customFields = await this.customFields.hold(tx);
    const set = await this.sets.findActive(tx, tx.tenantId);
    return { now: this.clock.now(), customFields, set };
  }
}
