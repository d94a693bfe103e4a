import type { Report } from './examine.ts';
import type { Finding, Severity } from './finding.ts';

/** So many problems are told; a page that scrolls is not read. */
const SHOWN = 20;
const GRAVEST_FIRST: readonly Severity[] = ['critical', 'warn', 'ok'];
const MARK: Readonly<Record<Severity, string>> = { critical: 'CRITICAL', warn: 'warning', ok: 'note' };
const INDENT = ' '.repeat(10);

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function linesOf({ severity, subject, finding, mend, runbook }: Finding): string[] {
  return [`${MARK[severity].padEnd(INDENT.length)}${subject}: ${finding}`, `${INDENT}${mend}   # ${runbook}`];
}

/** One page: what is wrong, gravest first, each with the command that mends it; then what is well, and a closing line. */
export function pageOf({ findings, checked, leftOut }: Report): string[] {
  const sorted = GRAVEST_FIRST.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const more = sorted.length - SHOWN;
  const troubled = new Set(findings.filter(({ severity }) => severity !== 'ok').map(({ check }) => check));
  const well = checked.filter((name) => !troubled.has(name));
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return [
    ...sorted.slice(0, SHOWN).flatMap(linesOf),
    ...(more > 0 ? [`${INDENT}and ${more} more: npm run doctor -- --json`] : []),
    ...(well.length > 0 ? [`${'ok'.padEnd(INDENT.length)}${well.join(', ')}`] : []),
    ...(leftOut.length > 0 ? [`${'unknown'.padEnd(INDENT.length)}${leftOut.join(', ')}`] : []),
    `${countOf(checked.length, 'check')}: ${count('critical')} critical, ${countOf(count('warn'), 'warning')}`,
  ];
}

/** 2 when something is critical, 0 otherwise: warnings wake nobody. */
export function exitCodeOf({ findings }: Report): 0 | 2 {
  return findings.some(({ severity }) => severity === 'critical') ? 2 : 0;
}
