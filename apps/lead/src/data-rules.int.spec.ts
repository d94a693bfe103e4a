import { describeDataRules, type GoodRows } from '@leadstream/testing/jest';
import { leadRules } from '../test/data-rules/lead-rules.js';
import { salesRules } from '../test/data-rules/sales-rules.js';
import { importRules } from '../test/data-rules/import-rules.js';
import { formRules } from '../test/data-rules/form-rules.js';
import { scoringRules } from '../test/data-rules/scoring-rules.js';
import { segmentRules } from '../test/data-rules/segment-rules.js';
import { crmRules } from '../test/data-rules/crm-rules.js';
import { budgetRules } from '../test/data-rules/budget-rules.js';
import { distributionRules } from '../test/data-rules/distribution-rules.js';
import type { RulesOfTables } from '../test/data-rules/rules-of-tables.js';
import { TENANT } from '../test/data-rules/values.js';

// In the order in which rows of their tables can be inserted.
const parts = [leadRules, salesRules, importRules, formRules, scoringRules, segmentRules, crmRules, budgetRules, distributionRules];

/** Signed, and any number. */
const HASHES = ['duplicate_key.key', 'duplicate_pair.left_print', 'duplicate_pair.right_print', 'duplicate_value.value'];

describeDataRules({
  slice: 'lead',
  tenantId: TENANT,
  goodRows: parts.reduce<GoodRows>((rows, part) => ({ ...rows, ...part.goodRows }), {}),
  accepted: parts.flatMap(({ accepted }): RulesOfTables['accepted'] => accepted),
  refused: parts.flatMap(({ refused }): RulesOfTables['refused'] => refused),
  // Of the status history: seconds, negative when the stated instants contradict each other. Of a pool: who got ahead of its weight owes.
  freeNumbers: ['distribution_pool_member.credit', ...HASHES, 'lead_status_history.seconds_in_stage'],
});
