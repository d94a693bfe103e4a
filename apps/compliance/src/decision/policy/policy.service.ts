import { type CreatePolicy, type ListPoliciesQuery, type PatchPolicy, type Policy, policyChangedV1 } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complianceErrors } from '../../compliance.errors.js';
import { currentActor } from '../../current-actor.js';
import { CLOCK, IDS } from '../../tokens.js';
import { ContactPolicyRepository } from './contact-policy.repository.js';
import type { PolicyRecord } from './policy.js';
import { PolicyActivationService } from './policy-activation.service.js';
import { PolicyRepository } from './policy.repository.js';
import { changed, drafted, presentPolicy, toldDraft } from './policy.rules.js';
import { demandKnownRules } from './tried-rules.rules.js';

const position = z.strictObject({ before: z.uuid() });

/** Policies of contact from the draft on; each version is told. */
@Injectable()
export class PolicyService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly policies: PolicyRepository,
    private readonly contactPolicies: ContactPolicyRepository,
    private readonly activation: PolicyActivationService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `COMPLIANCE.RULE_SET_UNKNOWN`, `COMPLIANCE.RULE_UNKNOWN` */
  create({ name, ruleSet = null, ...settings }: CreatePolicy): Promise<Policy> {
    return this.database.write(async (tx) => {
      demandKnownRules(ruleSet);
      const made = { createdAt: this.clock.now(), createdBy: currentActor() };
      const draft = drafted({ policyId: this.ids.next(), name, settings, ruleSet, ...made });
      await this.policies.create(tx, tx.tenantId, draft);
      await this.tell(tx, draft, undefined, made.createdAt);
      return presentPolicy(draft);
    });
  }

  list({ limit, cursor }: ListPoliciesQuery): Promise<{ items: Policy[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    return this.database.read(async (tx) => {
      const found = await this.policies.findPage(tx, tx.tenantId, before, limit + 1);
      const items = found.slice(0, limit).map(presentPolicy);
      const last = found.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor({ before: last.id }) : null };
    });
  }

  /** @throws DomainError `COMPLIANCE.POLICY_NOT_FOUND` */
  async read(policyId: string): Promise<Policy> {
    const policy = await this.database.read((tx) => this.policies.findById(tx, tx.tenantId, policyId));
    if (!policy) throw complianceErrors.POLICY_NOT_FOUND();
    return presentPolicy(policy);
  }

  /** @throws DomainError `COMPLIANCE.POLICY_NOT_FOUND`, `COMPLIANCE.POLICY_STALE`, `COMPLIANCE.POLICY_SETTLED`, `COMPLIANCE.RULE_SET_UNKNOWN`, `COMPLIANCE.RULE_UNKNOWN` */
  patch(policyId: string, version: number, stated: PatchPolicy): Promise<Policy> {
    return this.database.write(async (tx) => {
      demandKnownRules(stated.ruleSet ?? null);
      const before = await this.lockDraft(tx, policyId, version);
      const policy = changed(before, stated);
      await this.policies.update(tx, tx.tenantId, policy);
      await this.tell(tx, policy, before, this.clock.now());
      return presentPolicy(policy);
    });
  }

  /** @throws DomainError `COMPLIANCE.POLICY_NOT_FOUND`, `COMPLIANCE.POLICY_STALE`, `COMPLIANCE.POLICY_SETTLED`, `COMPLIANCE.POLICY_RULE_SET_NAMED` */
  activate(policyId: string, version: number): Promise<Policy> {
    return this.database.write(async (tx) => {
      await this.policies.hold(tx, tx.tenantId);
      const draft = await this.lockDraft(tx, policyId, version);
      if (draft.ruleSet !== null) throw complianceErrors.POLICY_RULE_SET_NAMED();
      const inForce = await this.contactPolicies.find(tx, tx.tenantId);
      return presentPolicy(await this.activation.activate(tx, draft, inForce.version));
    });
  }

  private tell(tx: Tx, draft: PolicyRecord, before: PolicyRecord | undefined, at: Date): Promise<void> {
    return this.outbox.add(tx, policyChangedV1, { data: toldDraft(draft, before, at), sequence: draft.version, time: at });
  }

  private async lockDraft(tx: Tx, policyId: string, version: number): Promise<PolicyRecord> {
    const policy = await this.policies.findForUpdate(tx, tx.tenantId, policyId);
    if (!policy) throw complianceErrors.POLICY_NOT_FOUND();
    if (policy.status !== 'draft') throw complianceErrors.POLICY_SETTLED();
    if (policy.version !== version) throw complianceErrors.POLICY_STALE({ extra: { currentVersion: policy.version } });
    return policy;
  }
}
