import type { ListRehearsalsQuery, PolicyRehearsal, PolicyRehearsalChange, StartPolicyRehearsal } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complianceErrors } from '../../compliance.errors.js';
import { CLOCK, IDS } from '../../tokens.js';
import { PolicyRepository } from '../policy/policy.repository.js';
import { NO_CHANGES } from '../policy/tried-rules.rules.js';
import { RULE_SET_VERSION, ruleSetOf } from '../rule-sets/rule-sets.js';
import { RehearsalJournalService } from './journal/rehearsal-journal.service.js';
import { RehearsalChangeRepository } from './rehearsal-change.repository.js';
import { rehearsalRange } from './rehearsal-range.rules.js';
import { RehearsalRepository } from './rehearsal.repository.js';
import { EMPTY_TALLY, presentRehearsal } from './rehearsal-tally.rules.js';

const position = z.strictObject({ id: z.uuid() });

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** Asks for rehearsals of policies, and shows how they go; a timed job goes through the decisions. */
@Injectable()
export class RehearsalService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly policies: PolicyRepository,
    private readonly rehearsals: RehearsalRepository,
    private readonly changes: RehearsalChangeRepository,
    private readonly journal: RehearsalJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `COMPLIANCE.POLICY_NOT_FOUND`, `COMPLIANCE.POLICY_REHEARSAL_RANGE`, `COMPLIANCE.POLICY_REHEARSAL_RUNNING`, `COMPLIANCE.RULE_SET_UNKNOWN` */
  start(policyId: string, asked: StartPolicyRehearsal): Promise<PolicyRehearsal> {
    return this.database.write(async (tx) => {
      const policy = await this.policies.findById(tx, tx.tenantId, policyId);
      if (!policy) throw complianceErrors.POLICY_NOT_FOUND();
      const { version, ...ruleChanges } = policy.ruleSet ?? { version: RULE_SET_VERSION, ...NO_CHANGES };
      const ruleSetVersion = asked.ruleSetVersion ?? version;
      if (ruleSetOf(ruleSetVersion) === undefined) throw complianceErrors.RULE_SET_UNKNOWN();
      const now = this.clock.now();
      const tried = { policyId: policy.policyId, policyVersion: policy.version, settings: policy.settings, ruleSetVersion, ruleChanges };
      const range = rehearsalRange(asked, now);
      const begun = { rehearsalId: this.ids.next(), ...tried, ...range, tally: EMPTY_TALLY, createdAt: now };
      const rehearsal = await this.rehearsals.create(tx, tx.tenantId, begun);
      if (!rehearsal) throw complianceErrors.POLICY_REHEARSAL_RUNNING();
      await this.journal.started(tx, rehearsal);
      return presentRehearsal(rehearsal);
    });
  }

  /** @throws DomainError `COMPLIANCE.POLICY_NOT_FOUND` */
  list(policyId: string, { limit, cursor }: ListRehearsalsQuery): Promise<Page<PolicyRehearsal>> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    return this.database.read(async (tx) => {
      if (!(await this.policies.findById(tx, tx.tenantId, policyId))) throw complianceErrors.POLICY_NOT_FOUND();
      const found = await this.rehearsals.findPage(tx, tx.tenantId, policyId, before, limit + 1);
      return paged(found.map(presentRehearsal), limit, ({ id }) => id);
    });
  }

  /** @throws DomainError `COMPLIANCE.POLICY_REHEARSAL_NOT_FOUND` */
  async read(policyId: string, rehearsalId: string): Promise<PolicyRehearsal> {
    const rehearsal = await this.database.read((tx) => this.rehearsals.find(tx, tx.tenantId, policyId, rehearsalId));
    if (!rehearsal) throw complianceErrors.POLICY_REHEARSAL_NOT_FOUND();
    return presentRehearsal(rehearsal);
  }

  /** @throws DomainError `COMPLIANCE.POLICY_REHEARSAL_NOT_FOUND` */
  listChanges(policyId: string, rehearsalId: string, { limit, cursor }: ListRehearsalsQuery): Promise<Page<PolicyRehearsalChange>> {
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    return this.database.read(async (tx) => {
      if (!(await this.rehearsals.find(tx, tx.tenantId, policyId, rehearsalId))) throw complianceErrors.POLICY_REHEARSAL_NOT_FOUND();
      return paged(await this.changes.findPage(tx, tx.tenantId, rehearsalId, after, limit + 1), limit, ({ decisionId }) => decisionId);
    });
  }

  /** Waits for the page that is in work. @throws DomainError `COMPLIANCE.POLICY_REHEARSAL_NOT_FOUND`, `COMPLIANCE.POLICY_REHEARSAL_ENDED` */
  cancel(policyId: string, rehearsalId: string): Promise<PolicyRehearsal> {
    return this.database.write(async (tx) => {
      const rehearsal = await this.rehearsals.findForUpdate(tx, tx.tenantId, policyId, rehearsalId);
      if (!rehearsal) throw complianceErrors.POLICY_REHEARSAL_NOT_FOUND();
      if (rehearsal.status !== 'running') throw complianceErrors.POLICY_REHEARSAL_ENDED();
      return presentRehearsal(await this.journal.end(tx, rehearsal, 'cancelled', this.clock.now()));
    });
  }
}

function paged<T>(found: readonly T[], limit: number, idOf: (item: T) => string): Page<T> {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ id: idOf(last) }) : null };
}
