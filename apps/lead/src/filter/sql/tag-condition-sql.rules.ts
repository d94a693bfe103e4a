import type { Binds } from './binds.js';
import type { ConditionSql, PositiveTest } from './condition-sql.js';

/** SQL of a question about the tags of a lead, answered from the rows beside the leads. */
export function tagConditionSql(test: PositiveTest, binds: Binds): ConditionSql {
  switch (test.operator) {
    case 'contains-any':
      return exact(has(`t.tag_id = ANY (${binds.add(test.operands, 'uuid[]')})`));
    case 'contains-all':
      return exact(test.operands.map((tagId) => has(`t.tag_id = ${binds.add(tagId, 'uuid')}`)).join(' AND '));
    case 'is-not-empty':
      // Not from the rows, which no index finds by lead.
      return exact('cardinality(lead.tag_ids) > 0');
    default:
      throw new Error(`tags cannot be asked for ${test.operator}`);
  }
}

function has(condition: string): string {
  return `EXISTS (SELECT FROM lead_tag AS t WHERE t.tenant_id = lead.tenant_id AND t.lead_id = lead.lead_id AND ${condition})`;
}

function exact(sql: string): ConditionSql {
  return { sql: `(${sql})`, isNullable: false };
}
