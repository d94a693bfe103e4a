import type { Saying } from './saying.rules.js';
import type { Word } from './text/words.rules.js';

/** A text in which nothing is clear, read once. */
export interface UnclearText {
  /** What was newly written. */
  readonly text: string;
  readonly words: readonly Word[];
  readonly sayings: readonly Saying[];
}

export interface OptOutScore {
  /** That it is an opt-out, 0 to 1. */
  readonly confidence01: number;
  /** What spoke for it, folded. */
  readonly matched: readonly string[];
}

/** Judges texts in which the rules found nothing clear. */
export interface OptOutClassifier {
  /** Kept with every finding; changes with what is answered. */
  readonly version: string;
  score(text: UnclearText): Promise<OptOutScore>;
}
