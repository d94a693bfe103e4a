import { Inject, Injectable } from '@nestjs/common';
import { type DuplicateFacts, duplicateFactsChangedV1 } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { CLOCK } from '../../tokens.js';
import { duplicateErrors } from '../duplicate.errors.js';
import { BacklogRepository } from '../keys/backlog.repository.js';
import { chooseFacts } from './choose-facts.rules.js';
import type { DuplicateFact } from './duplicate-fact.js';
import { FactRepository } from './fact.repository.js';
import { toldFacts } from './told-facts.rules.js';

/** What a tenant says about which of its custom fields tell people apart; every change is told. */
@Injectable()
export class FactService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly facts: FactRepository,
    private readonly backlog: BacklogRepository,
    private readonly customFields: CustomFieldsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(): Promise<DuplicateFacts> {
    return present(await this.database.read((tx) => this.facts.find(tx, tx.tenantId)));
  }

  /**
   * Keys are made of these fields, too: those of every lead are then behind.
   * @throws DomainError `LEAD.DUPLICATE_FACTS`
   */
  replace(stated: DuplicateFacts): Promise<DuplicateFacts> {
    return this.database.write(async (tx) => {
      const chosen = chooseFacts(stated, await this.customFields.hold(tx));
      if ('errors' in chosen) throw duplicateErrors.DUPLICATE_FACTS({ errors: chosen.errors });
      await this.backlog.lock(tx, tx.tenantId);
      const before = await this.facts.find(tx, tx.tenantId);
      if (isSame(before, chosen.facts)) return present(before);
      const version = await this.facts.replace(tx, tx.tenantId, chosen.facts);
      await this.backlog.createOfAll(tx, tx.tenantId);
      const after = await this.facts.find(tx, tx.tenantId);
      const now = this.clock.now();
      await this.outbox.add(tx, duplicateFactsChangedV1, {
        data: toldFacts(tx.tenantId, version, after, now),
        sequence: version,
        time: now,
      });
      return present(after);
    });
  }
}

function isSame(before: readonly DuplicateFact[], after: readonly DuplicateFact[]): boolean {
  return before.length === after.length && before.every((one) => after.some((two) => two.fieldId === one.fieldId && two.kind === one.kind));
}

function present(facts: readonly DuplicateFact[]): DuplicateFacts {
  return { items: facts.map(({ key, kind }) => ({ field: key, kind })) };
}
