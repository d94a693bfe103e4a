import { CANADA_RULES } from './canada.js';
import { EUROPE_RULES, EUROPE_RULES_5 } from './europe.js';
import { HOUSE_RULES, HOUSE_RULES_5 } from './house.js';
import type { Rule } from './rule.js';
import { UNITED_STATES_RULES } from './united-states.js';
import { US_STATE_RULES, US_STATE_RULES_4, US_STATE_RULES_5 } from './us-states.js';

/** The rule set that decides; a change to what any rule answers gets a new name, and the old set stays for the decisions that name it. */
export const RULE_SET_VERSION = 'default-5';

/** Every rule set whose decisions can be made again, by its name. `default-1` and `default-2` kept no facts. */
const RULE_SETS: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['default-3', [...UNITED_STATES_RULES, ...US_STATE_RULES, ...CANADA_RULES, ...EUROPE_RULES, ...HOUSE_RULES]],
  ['default-4', [...UNITED_STATES_RULES, ...US_STATE_RULES_4, ...CANADA_RULES, ...EUROPE_RULES, ...HOUSE_RULES]],
  ['default-5', [...UNITED_STATES_RULES, ...US_STATE_RULES_5, ...CANADA_RULES, ...EUROPE_RULES_5, ...HOUSE_RULES_5]],
]);

/** Names of the sets that are kept, from the oldest on. */
export const RULE_SET_VERSIONS: readonly string[] = [...RULE_SETS.keys()];

/** @returns undefined when the set is not kept */
export function ruleSetOf(version: string): readonly Rule[] | undefined {
  return RULE_SETS.get(version);
}
