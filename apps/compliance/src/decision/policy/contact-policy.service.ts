import type { ContactPolicy, ContactPolicySettings, ContactRule } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { CLOCK } from '../../tokens.js';
import { RULE_SET_VERSION, ruleSetOf } from '../rule-sets/rule-sets.js';
import { presentRule } from './present-rule.rules.js';
import { ContactPolicyRepository } from './contact-policy.repository.js';

/** What a tenant demands of contacts, beside the law. */
@Injectable()
export class ContactPolicyService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly policies: ContactPolicyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  read(): Promise<ContactPolicy> {
    return this.database.read((tx) => this.policies.find(tx, tx.tenantId));
  }

  /** @throws DomainError `COMPLIANCE.CONTACT_POLICY_STALE` */
  put(version: number, settings: ContactPolicySettings): Promise<ContactPolicy> {
    return this.database.write(async (tx) => {
      const before = await this.policies.find(tx, tx.tenantId);
      if (before.version !== version) throw complianceErrors.CONTACT_POLICY_STALE({ extra: { currentVersion: before.version } });
      const now = this.clock.now();
      if (!(await this.policies.create(tx, tx.tenantId, version + 1, settings, now))) throw complianceErrors.CONTACT_POLICY_STALE();
      return { ...settings, version: version + 1, updatedAt: now.toISOString() };
    });
  }

  /** The law's part: the same for every tenant. */
  rules(): { ruleSetVersion: string; items: ContactRule[] } {
    return { ruleSetVersion: RULE_SET_VERSION, items: (ruleSetOf(RULE_SET_VERSION) ?? []).map(presentRule) };
  }
}
