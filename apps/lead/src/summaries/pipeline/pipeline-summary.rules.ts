import type { PipelineSummary } from '@leadstream/contracts';
import type { PipelineRecord } from '../../pipelines/pipeline.js';
import { presentStage } from '../../pipelines/pipeline.rules.js';
import { type DealSum, weightedValues } from '../../deals/board/board-totals.rules.js';
import type { ClosedCount, OpenCount } from './pipeline-count.js';

type Counts = Pick<PipelineSummary, 'stages' | 'open' | 'closed'>;

/** What a pipeline comes to: each stage, all of them, and what was closed. */
export function pipelineCounts({ stages }: PipelineRecord, open: readonly OpenCount[], closed: readonly ClosedCount[]): Counts {
  const chances = new Map(stages.map(({ stageId, probability }) => [stageId, probability]));
  const figures = (counts: readonly OpenCount[]) => openFigures(counts, chances);
  return {
    stages: stages
      .filter(({ closes }) => !closes)
      .map((stage) => {
        const own = open.filter(({ stageId }) => stageId === stage.stageId);
        return { stage: presentStage(stage), ...figures(own), meanSecondsInStage: meanSeconds(own, 'inStageMicros') };
      }),
    open: figures(open),
    closed: closedFigures(closed),
  };
}

function openFigures(counts: readonly OpenCount[], chances: ReadonlyMap<string, number>): PipelineSummary['open'] {
  const sums = counts.map(({ stageId, currency, sum }): DealSum => ({ currency, sum, probability: chances.get(stageId) ?? 0 }));
  return {
    deals: dealsIn(counts),
    values: weightedValues(sums),
    meanAgeSeconds: meanSeconds(counts, 'ageMicros'),
    rotting: counts.reduce((all, { rotting }) => all + rotting, 0),
  };
}

/** Whole seconds, rounded down. */
function meanSeconds(counts: readonly OpenCount[], of: 'ageMicros' | 'inStageMicros'): number | null {
  const deals = dealsIn(counts);
  if (deals === 0) return null;
  return Number(counts.reduce((sum, count) => sum + BigInt(count[of]), 0n) / (BigInt(deals) * 1_000_000n));
}

function closedFigures(counts: readonly ClosedCount[]): PipelineSummary['closed'] {
  const of = (status: ClosedCount['status']) => {
    const own = counts.filter((count) => count.status === status);
    const values = weightedValues(own.map(({ currency, sum }) => ({ currency, sum, probability: 100 })));
    return { deals: dealsIn(own), values: values.map(({ sum }) => sum) };
  };
  const [won, lost] = [of('closed-won'), of('closed-lost')];
  const all = won.deals + lost.deals;
  return { won, lost, winRate01: all === 0 ? null : won.deals / all };
}

function dealsIn(counts: readonly { readonly deals: number }[]): number {
  return counts.reduce((sum, { deals }) => sum + deals, 0);
}
