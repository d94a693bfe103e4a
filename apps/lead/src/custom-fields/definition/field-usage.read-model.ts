import { Injectable } from '@nestjs/common';
import type { CustomFieldType } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { type FieldUsage, UNUSED } from './change-field.rules.js';

/** What a change can contradict, by the type of the field. */
type Measured = Partial<Pick<FieldUsage, 'longestText' | 'least' | 'greatest' | 'mostDecimals'>> & { readonly words?: readonly string[] };

const HELD = 'FROM lead, LATERAL (SELECT custom_fields -> $2::text AS v) AS held WHERE tenant_id = $1 AND custom_fields ? $2::text';

// Letters beyond the basic plane are two UTF-16 units and one character.
const TEXT = `SELECT coalesce(max(length(v #>> '{}') + length(regexp_replace(v #>> '{}', '[^\\U00010000-\\U0010FFFF]', '', 'g'))), 0) AS "longestText" ${HELD}`;
const NUMBER = `SELECT min((v #>> '{}')::numeric)::text AS least, max((v #>> '{}')::numeric)::text AS greatest,
                  coalesce(max(scale((v #>> '{}')::numeric)), 0) AS "mostDecimals" ${HELD}`;
const CHOICE = `SELECT array_agg(DISTINCT v #>> '{}') AS words ${HELD}`;

const STATEMENTS: Partial<Record<CustomFieldType, Statement>> = {
  text: { name: 'custom-field-usage-text', text: TEXT },
  'long-text': { name: 'custom-field-usage-text', text: TEXT },
  number: { name: 'custom-field-usage-number', text: NUMBER },
  money: { name: 'custom-field-usage-money', text: `SELECT array_agg(DISTINCT v ->> 'currency') AS words ${HELD}` },
  'single-choice': { name: 'custom-field-usage-choice', text: CHOICE },
  'multiple-choice': {
    name: 'custom-field-usage-choices',
    text: `SELECT array_agg(DISTINCT choice) AS words FROM lead, jsonb_array_elements_text(custom_fields -> $2::text) AS choice WHERE tenant_id = $1`,
  },
};

const FIND_ONE: Statement = {
  name: 'custom-field-usage-any',
  text: 'SELECT 1 FROM lead WHERE tenant_id = $1 AND custom_fields ? $2::text LIMIT 1',
};

/** What leads, deleted ones included, hold of a field. Reads every lead of the tenant. */
@Injectable()
export class FieldUsageReadModel {
  /** `repeats` is left to the index, which finds it while it is filled. */
  async find(tx: Tx, tenantId: Uuid, { fieldId, type }: { readonly fieldId: Uuid; readonly type: CustomFieldType }): Promise<FieldUsage> {
    const statement = STATEMENTS[type];
    if (statement === undefined) return UNUSED;
    const { words, ...measured } = (await tx.queryOne<Measured>(statement, [tenantId, fieldId])) ?? {};
    const named = new Set(words ?? []);
    return { ...UNUSED, ...measured, ...(type === 'money' ? { currencies: named } : { choices: named }) };
  }

  async isUsed(tx: Tx, tenantId: Uuid, fieldId: Uuid): Promise<boolean> {
    return (await tx.queryOne(FIND_ONE, [tenantId, fieldId])) !== undefined;
  }
}
