import { Inject, Injectable } from '@nestjs/common';
import type { CreateDistributionRuleSet, DistributionRuleSet } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { TagsService } from '../../tags/store/tags.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import { distributionErrors } from '../distribution.errors.js';
import { DistributionJournalService } from '../journal/distribution-journal.service.js';
import { PoolRepository } from '../pools/pool.repository.js';
import { acceptRules, presentRuleSet } from './accept-rules.rules.js';
import type { RuleSetRecord } from './rule-set.js';
import { RuleSetRepository } from './rule-set.repository.js';

/** Drafts that a tenant may have at a time. */
const MOST_DRAFTS = 50;
const LAST_NUMBER = 2 ** 31 - 1;

const position = z.strictObject({ before: z.int() });

/** How often a set has changed by then. */
const VERSIONS = { draft: 1, active: 2, retired: 3 } as const;
const ACTIONS = { draft: 'created', active: 'activated', retired: 'retired' } as const;

export interface RuleSetPage {
  readonly items: readonly DistributionRuleSet[];
  readonly nextCursor: string | null;
}

/** The rules by which a tenant distributes its leads, set by set. */
@Injectable()
export class RuleSetService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sets: RuleSetRepository,
    private readonly pools: PoolRepository,
    private readonly customFields: CustomFieldsService,
    private readonly tags: TagsService,
    private readonly settings: HeldSettingsService,
    private readonly journal: DistributionJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.POOL_NOT_FOUND`, `LEAD.DISTRIBUTION_INVALID`, `LEAD.RULE_SET_LIMIT` */
  create(stated: CreateDistributionRuleSet): Promise<DistributionRuleSet> {
    const createdAt = this.clock.now();
    return this.database.write(async (tx) => {
      await this.journal.hold(tx);
      const accepted = await this.accept(tx, stated);
      const { lastNumber, drafts } = await this.sets.count(tx, tx.tenantId);
      if (drafts >= MOST_DRAFTS) throw distributionErrors.RULE_SET_LIMIT({ extra: { limit: MOST_DRAFTS } });
      const draft = { status: 'draft', createdAt, activatedAt: null, retiredAt: null } as const;
      const set = { ruleSetId: this.ids.next(), number: lastNumber + 1, ...accepted, ...draft };
      await this.sets.create(tx, tx.tenantId, set);
      return this.told(tx, set, createdAt);
    });
  }

  /** Latest first. */
  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<RuleSetPage> {
    const before = cursor === undefined ? LAST_NUMBER : decodeCursor(position, cursor).before;
    return this.database.read(async (tx) => {
      const found = await this.sets.findPage(tx, tx.tenantId, before, limit + 1);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { items: page.map(presentRuleSet), nextCursor: last ? encodeCursor({ before: last.number }) : null };
    });
  }

  /** @throws DomainError `LEAD.RULE_SET_NOT_FOUND` */
  read(ruleSetId: Uuid): Promise<DistributionRuleSet> {
    return this.database.read(async (tx) => presentRuleSet(await this.demand(tx, ruleSetId)));
  }

  /** @throws DomainError `LEAD.RULE_SET_NOT_FOUND` */
  async demand(tx: Tx, ruleSetId: Uuid): Promise<RuleSetRecord> {
    const set = await this.sets.findById(tx, tx.tenantId, ruleSetId);
    if (!set) throw distributionErrors.RULE_SET_NOT_FOUND();
    return set;
  }

  /** @throws DomainError `LEAD.RULE_SET_NOT_FOUND`, `LEAD.RULE_SET_SETTLED` */
  activate(ruleSetId: Uuid): Promise<DistributionRuleSet> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const draft = await this.demandIn(tx, ruleSetId, 'draft');
      const active = await this.sets.findActive(tx, tx.tenantId);
      if (active) await this.move(tx, { ...active, status: 'retired', retiredAt: now }, now);
      return this.move(tx, { ...draft, status: 'active', activatedAt: now }, now);
    });
  }

  /** @throws DomainError `LEAD.RULE_SET_NOT_FOUND`, `LEAD.RULE_SET_SETTLED` */
  retire(ruleSetId: Uuid): Promise<DistributionRuleSet> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const active = await this.demandIn(tx, ruleSetId, 'active');
      return this.move(tx, { ...active, status: 'retired', retiredAt: now }, now);
    });
  }

  private async demandIn(tx: Tx, ruleSetId: Uuid, status: RuleSetRecord['status']): Promise<RuleSetRecord> {
    await this.journal.hold(tx);
    const set = await this.demand(tx, ruleSetId);
    if (set.status !== status) throw distributionErrors.RULE_SET_SETTLED({ extra: { status: set.status } });
    return set;
  }

  private async move(tx: Tx, set: RuleSetRecord, now: Date): Promise<DistributionRuleSet> {
    await this.sets.move(tx, tx.tenantId, set);
    return this.told(tx, set, now);
  }

  private async told(tx: Tx, set: RuleSetRecord, at: Date): Promise<DistributionRuleSet> {
    const { ruleSetId: subjectId, number, name, status } = set;
    const change = { subject: 'rules', subjectId, action: ACTIONS[status], version: VERSIONS[status] } as const;
    await this.journal.record(tx, { ...change, state: { number, name, status }, at });
    return presentRuleSet(set);
  }

  private async accept(tx: Tx, stated: CreateDistributionRuleSet) {
    const [fields, tags, vocabulary] = await Promise.all([
      this.customFields.find(tx),
      this.tags.find(tx),
      this.settings.find(tx),
      this.demandPools(tx, stated),
    ]);
    const accepted = acceptRules(stated, fieldRegistry(fields, tags, { derived: false, vocabulary }));
    if ('errors' in accepted) throw distributionErrors.DISTRIBUTION_INVALID({ errors: accepted.errors });
    return accepted;
  }

  private async demandPools(tx: Tx, { rules }: CreateDistributionRuleSet): Promise<void> {
    const pools = await this.pools.findMany(tx, tx.tenantId, [...new Set(rules.map(({ poolId }) => poolId))]);
    const known = new Set(pools.map(({ poolId }) => poolId));
    const errors = rules.flatMap(({ poolId }, index) => {
      return known.has(poolId) ? [] : [{ path: `rules.${index}.poolId`, code: 'pool.unknown', message: 'There is no such pool.' }];
    });
    if (errors.length > 0) throw distributionErrors.POOL_NOT_FOUND({ errors });
  }
}
