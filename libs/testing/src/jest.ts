/** What registers cases with Jest. The root of this library stays free of Jest: programs under plain Node enter by it. */
export { type DataRules, describeDataRules } from './describe-data-rules.js';
export { describePersonalData, type PersonalData } from './describe-personal-data.js';
export { describeLeadReferences, type LeadReferences } from './describe-lead-references.js';
export type { GoodRows, Refusal, Row } from './row-trial.js';
