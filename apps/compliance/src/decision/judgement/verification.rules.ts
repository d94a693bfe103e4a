import type { ContactDecision, DecisionVerification } from '@leadstream/contracts';
import { decide } from './decision.rules.js';
import { ruleSetOf } from '../rule-sets/rule-sets.js';
import { canonicalJson } from '../signature/canonical-json.rules.js';

type Recomputed = Pick<DecisionVerification, 'recomputable' | 'isEqual' | 'differences'>;

const FIELDS = ['outcome', 'reasons', 'laterAt', 'expiresAt'] as const;

/** Makes a decision again from what was stored of it. */
export function recompute(decision: ContactDecision): Recomputed {
  const { inputs, ruleSetVersion, decidedAt, at = decidedAt } = decision;
  const rules = ruleSetOf(ruleSetVersion);
  if (inputs.facts === undefined || rules === undefined) return { recomputable: false, isEqual: null, differences: [] };
  const verdict = decide(inputs.facts, decision, { at: new Date(at), decidedAt: new Date(decidedAt) }, rules);
  const differences = FIELDS.map((field) => ({ field, stored: shown(decision[field]), recomputed: shown(verdict[field]) })).filter(
    ({ stored, recomputed }) => stored !== recomputed,
  );
  return { recomputable: true, isEqual: differences.length === 0, differences };
}

function shown(value: unknown): string {
  return value === undefined ? 'null' : canonicalJson(value);
}
