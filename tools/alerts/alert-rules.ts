import { readYaml } from '../deployment/deployment-files.ts';

export interface AlertRule {
  readonly alert: string;
  /** PromQL. */
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

export const RULE_FILE = 'infra/prometheus/alerts.yml';

export function alertRules(): AlertRule[] {
  return readYaml<RuleFile>(RULE_FILE).groups.flatMap(({ rules }) => rules);
}

const NOT_METRICS = /"[^"]*"|\{|\}|\b(by|on|without)\s*\([^)]*\)|\[[^\]]*\]/g;
const WORDS_OF_PROMQL = ['sum', 'max', 'min', 'rate', 'increase', 'absent', 'histogram_quantile', 'and', 'or', 'unless', 'offset'];

/** Names of series in an expression: what is no label, range, number, function or operator. */
export function seriesIn(expr: string): string[] {
  const bare = expr.replace(/\{[^}]*\}/g, '').replace(NOT_METRICS, '');
  const words = bare.match(/(?<![\w.])[a-z_][a-z0-9_]*/g) ?? [];
  return [...new Set(words.filter((word) => !WORDS_OF_PROMQL.includes(word)))];
}
