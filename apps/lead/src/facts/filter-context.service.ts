import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import type { FilterTree } from '../filter/condition.js';
import type { FieldRegistry } from '../filter/fields/field-registry.rules.js';
import { filterCost } from '../filter/filter-cost.rules.js';
import { conditionsOf } from '../filter/next-change.rules.js';
import type { SqlContext } from '../filter/sql/filter-sql.rules.js';
import { ActiveModelService } from '../scoring/model/active-model.service.js';
import { scoreTenthsSql } from '../scoring/score/score-sql.rules.js';

type ScoreSql = SqlContext['scoreTenthsSql'];

/** What the SQL of a filter needs beside the rows of the tenant. */
@Injectable()
export class FilterContextService {
  constructor(private readonly models: ActiveModelService) {}

  /** SQL of the score by the model of now; undefined for a filter that does not ask for it. */
  async scoreSql(tx: Tx, filter: FilterTree, registry: FieldRegistry): Promise<ScoreSql> {
    return asksForScore(filter) ? this.modelSql(tx, registry) : undefined;
  }

  /** What asking a filter of a lead costs by the model of now, in leads of which only columns are asked. */
  async costOf(tx: Tx, filter: FilterTree): Promise<number> {
    return filterCost(filter, asksForScore(filter) ? (await this.models.find(tx)).weights.engagementRules.length : 0);
  }

  /** SQL of the score by the model of now. */
  async modelSql(tx: Tx, registry: FieldRegistry): Promise<NonNullable<ScoreSql>> {
    return scoreTenthsSql((await this.models.find(tx)).weights, registry);
  }
}

function asksForScore(filter: FilterTree): boolean {
  return conditionsOf(filter).some(({ field }) => field.kind === 'derived' && field.name === 'score');
}
