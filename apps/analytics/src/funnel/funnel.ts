import type { FunnelStage } from '@leadstream/contracts';

/** One group's figures for one stage, as read from the rollup. */
export interface FunnelCell {
  readonly key: string;
  readonly stage: FunnelStage;
  readonly leads: number;
  readonly secondsSum: number;
  readonly beforeCapture: number;
}
