import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import type { FilterTree } from '../filter/condition.js';
import type { FieldRegistry } from '../filter/fields/field-registry.rules.js';
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
    const asks = conditionsOf(filter).some(({ field }) => field.kind === 'derived' && field.name === 'score');
    return asks ? this.modelSql(tx, registry) : undefined;
  }

  /** SQL of the score by the model of now. */
  async modelSql(tx: Tx, registry: FieldRegistry): Promise<NonNullable<ScoreSql>> {
    return scoreTenthsSql((await this.models.find(tx)).weights, registry);
  }
}
