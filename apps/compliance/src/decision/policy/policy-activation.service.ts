import { policyActivatedV1 } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { currentActor } from '../../current-actor.js';
import { CLOCK } from '../../tokens.js';
import { ContactPolicyRepository } from './contact-policy.repository.js';
import type { PolicyRecord } from './policy.js';
import { PolicyRepository } from './policy.repository.js';
import { activated, retired } from './policy.rules.js';

/** Brings drafts into force: decisions go by the next version of the contact policy from the commit on. */
@Injectable()
export class PolicyActivationService {
  constructor(
    private readonly policies: PolicyRepository,
    private readonly contactPolicies: ContactPolicyRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The transaction must hold the tenant's policies.
   * @param version of the contact policy that holds until then
   * @throws DomainError `COMPLIANCE.CONTACT_POLICY_STALE`
   */
  async activate(tx: Tx, draft: PolicyRecord, version: number): Promise<PolicyRecord> {
    const { tenantId } = tx;
    const [now, actor] = [this.clock.now(), currentActor()];
    const policy = activated(draft, version + 1, actor, now);
    const active = await this.policies.findActiveForUpdate(tx, tenantId);
    if (active) await this.policies.update(tx, tenantId, retired(active, now));
    await this.policies.update(tx, tenantId, policy);
    const next = { version: version + 1, settings: policy.settings, policyId: policy.policyId, recordedAt: now, actor };
    if (!(await this.contactPolicies.create(tx, tenantId, next))) throw complianceErrors.CONTACT_POLICY_STALE();
    await this.outbox.add(tx, policyActivatedV1, {
      data: {
        policyId: policy.policyId,
        name: policy.name,
        contactPolicyVersion: version + 1,
        retiredPolicyId: active?.policyId ?? null,
        activatedBy: actor,
        activatedAt: now.toISOString(),
      },
      sequence: policy.version,
      time: now,
    });
    return policy;
  }
}
