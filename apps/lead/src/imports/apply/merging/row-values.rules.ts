import { acceptCustomValues } from '../../../custom-fields/values/accept-custom-values.rules.js';
import type { CustomValues } from '../../../custom-fields/custom-field.js';
import { type Checked, refuse } from '../../../lead/values/checked.rules.js';
import { customKeyOf, mayLeaveOut, withWarnings } from '../../plan/custom-columns.rules.js';
import type { ReadRow } from '../../plan/said.rules.js';
import type { BatchContext } from '../apply-rows.rules.js';

/**
 * A row with its custom values in their stored form, onto those that its lead has.
 * @param current left out for a new lead, which must state what is required
 * @returns refused where a value is, unless it may be left out; of a field that is required nothing may
 */
export function withAcceptedValues(said: ReadRow, { facts, plan }: BatchContext, current?: CustomValues): Checked<ReadRow> {
  let row = said;
  for (;;) {
    const stated = row.stated ?? {};
    const { values, problems } = acceptCustomValues(facts, stated, current);
    const [problem] = problems;
    if (!problem) return { ok: true, value: { ...row, fields: { ...row.fields, customFields: values } } };
    const bad = problems.filter(({ path }) => Object.hasOwn(stated, customKeyOf(path)) && mayLeaveOut(customKeyOf(path), plan));
    if (bad.length < problems.length) return refusal(row, problems.find((one) => !bad.includes(one)) ?? problem);
    const left = new Set(bad.map(({ path }) => customKeyOf(path)));
    row = withWarnings({ ...row, stated: Object.fromEntries(Object.entries(stated).filter(([key]) => !left.has(key))) }, bad);
  }
}

/** A value that is missing since its cell was left out is refused for what the cell says. */
function refusal({ warnings = [] }: ReadRow, problem: { readonly path: string; readonly code: string; readonly message: string }) {
  const key = customKeyOf(problem.path);
  const cause = warnings.find(({ path }) => path !== null && customKeyOf(path) === key) ?? problem;
  return refuse(cause.code, cause.message, cause.path ?? problem.path);
}
