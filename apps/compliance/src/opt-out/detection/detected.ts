import type { Channel } from '@leadstream/contracts';

/** What a text asks for. */
export type Intent = 'opt_out' | 'opt_in' | 'help' | 'none';

/** What follows: it holds at once, a person looks at it, nothing. */
export type Band = 'act' | 'review' | 'none';

/** Why it was taken so: codes, with the words that spoke. */
export type DetectionReason =
  | 'keyword'
  | 'keyword_in_first_line'
  | 'clear_sentence'
  | 'names_another_channel'
  | 'negated'
  | 'perhaps_quoted'
  | 'cues'
  | 'nothing_found';

export interface Detected {
  readonly intent: Intent;
  readonly band: Band;
  /** That it is what `intent` says, 0 to 1; of `none`, that it is an opt-out after all. */
  readonly confidence01: number;
  readonly reason: DetectionReason;
  /** The words that spoke, folded; at most {@link MAX_MATCHED}. */
  readonly matched: readonly string[];
  /** Channels of which the words of an opt-out speak, that by which they came or others; none where they speak of contact as such. */
  readonly named: readonly Channel[];
}

export const MAX_MATCHED = 5;
