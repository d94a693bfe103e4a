/** What became of many names that were put on the list. */
export interface PutCounts {
  readonly added: number;
  /** Entries that were there, and block longer now or say better why. */
  readonly changed: number;
}
