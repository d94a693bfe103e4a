import type { ContactPolicy, ContactPolicySettings, ContactRules } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { currentActor } from '../../current-actor.js';
import { CLOCK, IDS } from '../../tokens.js';
import { RULE_SET_VERSION, RULE_SET_VERSIONS, ruleSetOf } from '../rule-sets/rule-sets.js';
import { presentRule } from './present-rule.rules.js';
import { ContactPolicyRepository } from './contact-policy.repository.js';
import { PolicyActivationService } from './policy-activation.service.js';
import { PolicyRepository } from './policy.repository.js';
import { drafted } from './policy.rules.js';

/** What a tenant demands of contacts, beside the law. */
@Injectable()
export class ContactPolicyService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contactPolicies: ContactPolicyRepository,
    private readonly policies: PolicyRepository,
    private readonly activation: PolicyActivationService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  read(): Promise<ContactPolicy> {
    return this.database.read((tx) => this.contactPolicies.find(tx, tx.tenantId));
  }

  /** A policy that is drafted and activated at once. @throws DomainError `COMPLIANCE.CONTACT_POLICY_STALE` */
  put(version: number, settings: ContactPolicySettings): Promise<ContactPolicy> {
    return this.database.write(async (tx) => {
      await this.policies.hold(tx, tx.tenantId);
      const before = await this.contactPolicies.find(tx, tx.tenantId);
      if (before.version !== version) throw complianceErrors.CONTACT_POLICY_STALE({ extra: { currentVersion: before.version } });
      const name = `Contact policy ${version + 1}`;
      const draft = drafted({ policyId: this.ids.next(), name, settings, createdAt: this.clock.now(), createdBy: currentActor() });
      await this.policies.create(tx, tx.tenantId, draft);
      const { activatedAt } = await this.activation.activate(tx, draft, version);
      return { ...settings, version: version + 1, updatedAt: activatedAt?.toISOString() ?? null };
    });
  }

  /** The law's part: the same for every tenant. @throws DomainError `COMPLIANCE.RULE_SET_UNKNOWN` */
  rules(ruleSetVersion = RULE_SET_VERSION): ContactRules {
    const rules = ruleSetOf(ruleSetVersion);
    if (rules === undefined) throw complianceErrors.RULE_SET_UNKNOWN();
    return { ruleSetVersion, ruleSetVersions: [...RULE_SET_VERSIONS], items: rules.map(presentRule) };
  }
}
