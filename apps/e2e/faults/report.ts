import type { Intensity, Outcome, Scenario } from './stage.ts';

/** A scenario that has run. */
export interface Run {
  readonly scenario: Pick<Scenario, 'name' | 'title'>;
  readonly seed: number;
  readonly intensity: Intensity;
  readonly seconds: number;
  /** Undefined when it could not be brought to its end. */
  readonly outcome: Outcome | undefined;
  readonly failure: string | undefined;
}

export const TABLE_HEAD = [
  '| fault | injected | operations | acked | unanswered | events | lost | doubled | order | recovery | seed | result |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |',
];

/** True when nothing was lost, doubled, disordered or different, and every further demand holds. */
export function passed({ outcome }: Run): boolean {
  return outcome !== undefined && outcome.lost + outcome.doubled + outcome.disordered + outcome.differing + outcome.broken.length === 0;
}

/** `3.2 s`, or `median 0.8 s, worst 3.2 s`. */
export function recoveryText(recoveriesMs: readonly number[]): string {
  const sorted = recoveriesMs.toSorted((one, other) => one - other).map((ms) => (ms / 1_000).toFixed(1));
  if (sorted.length <= 1) return sorted[0] === undefined ? '' : `${sorted[0]} s`;
  return `median ${sorted[Math.floor(sorted.length / 2)]} s, worst ${sorted.at(-1)} s`;
}

/** A row of the table of docs/reliability.md. */
export function tableRow(run: Run): string {
  const { scenario, outcome, seed } = run;
  const figures = outcome
    ? [
        outcome.injected,
        outcome.operations,
        outcome.acked,
        outcome.unanswered,
        outcome.events,
        outcome.lost,
        outcome.doubled,
        outcome.disordered,
      ]
    : ['', '', '', '', '', '', '', ''];
  const cells = [scenario.title, ...figures, recoveryText(outcome?.recoveriesMs ?? []), seed, passed(run) ? 'holds' : 'BROKEN'];
  return `| ${cells.join(' | ')} |`;
}

/** What a person reads when a scenario has ended. */
export function closingLines(run: Run): string[] {
  const { scenario, outcome, seed, intensity } = run;
  const { rounds, brief } = intensity;
  const options = `--seed ${seed}${rounds === undefined ? '' : ` --rounds ${rounds}`}${brief ? ' --brief' : ''}`;
  const again = `again: npm run faults -- ${scenario.name} ${options}`;
  if (!outcome) return [`  could not be brought to its end: ${run.failure ?? ''}`, `  ${again}`];
  const { operations, acked, refused, unanswered, unknown, lost, doubled, disordered, differing, redelivered, restAfterMs } = outcome;
  return [
    `  ${operations} operations: ${acked} acked, ${refused} refused, ${unknown} unknown; ${unanswered} had to be asked again or given up`,
    `  lost ${lost}, doubled ${doubled}, out of order ${disordered}, otherwise different ${differing}; ${redelivered} records came twice`,
    `  at rest ${(restAfterMs / 1_000).toFixed(1)} s after the load${outcome.recoveriesMs.length > 0 ? `; recovery ${recoveryText(outcome.recoveriesMs)}` : ''}`,
    ...Object.entries(outcome.refusals).map(([name, count]) => `  refused: ${count} × ${name}`),
    ...outcome.notes.map((note) => `  ${note}`),
    ...outcome.broken.map((words) => `  BROKEN: ${words}`),
    ...outcome.findings.map(({ wrong, where, what }) => `  ${wrong.toUpperCase()}: ${where}: ${what}`),
    `  ${again}`,
  ];
}
