import { retentionChangedV1, type RetentionPolicy, type RetentionRule } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../compliance.errors.js';
import { CLOCK } from '../tokens.js';
import { RetentionPolicyRepository, type StatedRetention } from './retention-policy.repository.js';
import { outOfBounds, presentRules } from './retention-policy.rules.js';

/** How long a tenant keeps what. */
@Injectable()
export class RetentionPolicyService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly policies: RetentionPolicyRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(): Promise<RetentionPolicy> {
    return presented(await this.database.read((tx) => this.policies.find(tx, tx.tenantId)));
  }

  /** @throws DomainError `COMPLIANCE.RETENTION_OUT_OF_BOUNDS` or `COMPLIANCE.RETENTION_STALE` */
  put(before: number, rules: readonly RetentionRule[]): Promise<RetentionPolicy> {
    const refused = outOfBounds(rules);
    if (refused.length > 0)
      throw complianceErrors.RETENTION_OUT_OF_BOUNDS({ extra: { categories: refused.map(({ category }) => category) } });
    return this.database.write(async (tx) => {
      const known = await this.policies.find(tx, tx.tenantId);
      if (known.version !== before) throw complianceErrors.RETENTION_STALE({ extra: { currentVersion: known.version } });
      const [version, recordedAt] = [before + 1, this.clock.now()];
      if (!(await this.policies.create(tx, tx.tenantId, version, rules, recordedAt))) throw complianceErrors.RETENTION_STALE();
      const data = { policyId: tx.tenantId, version, rules: [...rules], updatedAt: recordedAt.toISOString() };
      await this.outbox.add(tx, retentionChangedV1, { data, sequence: version, time: recordedAt });
      return presented({ rules, version, recordedAt });
    });
  }
}

function presented({ rules, version, recordedAt }: StatedRetention): RetentionPolicy {
  return { rules: presentRules(rules), version, updatedAt: recordedAt?.toISOString() ?? null };
}
