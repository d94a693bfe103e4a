import { describeDataRules, type GoodRows } from '@leadstream/testing/jest';
import { dncRules } from '../test/data-rules/dnc-rules.js';
import { consentRules } from '../test/data-rules/consent-rules.js';
import { decisionRules } from '../test/data-rules/decision-rules.js';
import { policyRules } from '../test/data-rules/policy-rules.js';
import { erasureRules } from '../test/data-rules/erasure-rules.js';
import { subjectRequestRules } from '../test/data-rules/subject-request-rules.js';
import { auditRules } from '../test/data-rules/audit-rules.js';
import type { RulesOfTables } from '../test/data-rules/rules-of-tables.js';
import { TENANT } from '../test/data-rules/values.js';

// In the order in which rows of their tables can be inserted.
const parts = [dncRules, consentRules, decisionRules, policyRules, erasureRules, subjectRequestRules, auditRules];

describeDataRules({
  slice: 'compliance',
  tenantId: TENANT,
  goodRows: parts.reduce<GoodRows>((rows, part) => ({ ...rows, ...part.goodRows }), {}),
  accepted: parts.flatMap(({ accepted }): RulesOfTables['accepted'] => accepted),
  refused: parts.flatMap(({ refused }): RulesOfTables['refused'] => refused),
});
