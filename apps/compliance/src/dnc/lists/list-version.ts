/** What the database says of a list: the truth that copies in memory are held against. */
export interface ListVersion {
  readonly source: string;
  /** At least 1; each load makes the next one. */
  readonly version: number;
  /** As of when its keeper says what it holds. */
  readonly listedAt: Date;
  /** The load that made it: numbers of versions may come again, when a backup is brought back. */
  readonly loadId: string;
  /** Numbers. */
  readonly size: number;
}
