import type { FieldValue } from '../../custom-fields/custom-field.js';
import type { DerivedSource } from '../filter-field.js';
import { spanMs } from '../relative-time.rules.js';
import type { Binds } from './binds.js';
import { COMPARISONS, type ConditionSql, type PositiveTest } from './condition-sql.js';
import { TENANT } from './family-sql.rules.js';
import type { SqlContext } from './filter-sql.rules.js';

type SqlType = 'numeric' | 'text' | 'boolean';

const TYPES: Readonly<Record<DerivedSource['of'], SqlType>> = {
  score: 'numeric',
  engagement: 'numeric',
  temperature: 'text',
  consent: 'text',
  dnc: 'boolean',
};

/** SQL of a question about what is known of a lead beside its row, by the functions that in-memory judgement reads its facts from, too. */
export function derivedConditionSql(source: DerivedSource, test: PositiveTest, context: SqlContext): ConditionSql {
  const { binds } = context;
  const value = derivedValueSql(source, context);
  const type = TYPES[source.of];
  const compare = (operator: string, operand: FieldValue): string => `${value} ${operator} ${binds.add(operand, type)}`;
  switch (test.operator) {
    case 'is-not-empty':
      return { sql: `${value} IS NOT NULL`, isNullable: false };
    case 'in':
      return nullable(`${value} = ANY (${binds.add(test.operands, `${type}[]` as 'text[]')})`);
    case 'between':
      return nullable(`${value} BETWEEN ${binds.add(test.from, type)} AND ${binds.add(test.to, type)}`);
    case 'eq':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return nullable(compare(COMPARISONS[test.operator], test.operand));
    default:
      throw new Error(`${source.of} cannot be asked for ${test.operator}`);
  }
}

function nullable(sql: string): ConditionSql {
  return { sql, isNullable: true };
}

/** SQL of what a row of `lead` has in a derived field; null when it is empty. */
export function derivedValueSql(
  source: DerivedSource,
  { binds, now, scoreTenthsSql }: Pick<SqlContext, 'binds' | 'now' | 'scoreTenthsSql'>,
): string {
  switch (source.of) {
    case 'score':
      if (scoreTenthsSql === undefined) throw new Error('score is asked for where no model is known');
      return `(${scoreTenthsSql(binds, now)} / 10)`;
    case 'temperature':
      return `coalesce((SELECT t.temperature FROM lead_temperature AS t WHERE t.tenant_id = lead.tenant_id AND t.lead_id = lead.lead_id), 'cold')`;
    case 'engagement': {
      const after = source.window === undefined ? '-infinity' : new Date(now.getTime() - spanMs(source.window)).toISOString();
      return `${call('engagement_count', binds.add([source.kind], 'text[]'), binds.add(after, 'timestamptz'), at(binds, now))}::numeric`;
    }
    case 'consent':
      return `(${call('consent_standing', binds.add(source.channel, 'text'), binds.add(source.purpose, 'text'), at(binds, now))}).standing`;
    case 'dnc':
      return `(${call('contact_prohibition', binds.add(source.channel, 'text'), at(binds, now))}).is_prohibited`;
  }
}

/** SQL of the next instant at which time may change what a row of `lead` has in the field of a consent or prohibition; none of other fields. */
export function endSql(source: DerivedSource, { binds, now }: Pick<SqlContext, 'binds' | 'now'>): string[] {
  if (source.of !== 'consent' && source.of !== 'dnc') return [];
  const present = at(binds, now);
  const ending = (table: string, which: string): string =>
    `EXISTS (SELECT FROM ${table} AS e WHERE e.tenant_id = ${TENANT} AND ${which} e.expires_at > ${present})`;
  const channel = binds.add(source.channel, 'text');
  // Asked once a statement: of most tenants nothing ends, and no lead has to be asked about.
  if (source.of === 'dnc') {
    return [`CASE WHEN ${ending('lead_prohibition', '')} THEN (${call('contact_prohibition', channel, present)}).ends_at END`];
  }
  const purpose = binds.add(source.purpose, 'text');
  const ends = `(${call('consent_standing', channel, purpose, present)}).ends_at`;
  return [`CASE WHEN ${ending('lead_consent', `e.channel = ${channel} AND e.purpose = ${purpose} AND`)} THEN ${ends} END`];
}

function call(name: string, ...operands: readonly string[]): string {
  return `${name}(lead.tenant_id, lead.lead_id, ${operands.join(', ')})`;
}

function at(binds: Binds, now: Date): string {
  return binds.add(now.toISOString(), 'timestamptz');
}
