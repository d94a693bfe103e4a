/** Leads that are there and have one value in common, or all of them. */
export interface ContactCount {
  readonly by: 'status' | 'lifecycleStage' | 'source' | 'owner' | 'all';
  /** Null of leads without the value, and of all of them. */
  readonly key: string | null;
  readonly count: number;
}

/** Leads of a temperature. */
export interface TemperatureCount {
  readonly key: 'cold' | 'warm' | 'hot';
  readonly count: number;
}
