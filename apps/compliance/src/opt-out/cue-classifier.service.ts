import { Injectable } from '@nestjs/common';
import { cueScore } from './detection/cue-score.rules.js';
import { PHRASES_VERSION } from './detection/languages/all-languages.js';
import type { OptOutClassifier, OptOutScore, UnclearText } from './detection/opt-out-classifier.js';

/** Weighs cues whose weights are set by hand; asks no other service. */
@Injectable()
export class CueClassifierService implements OptOutClassifier {
  readonly version = PHRASES_VERSION;

  score(text: UnclearText): Promise<OptOutScore> {
    return Promise.resolve(cueScore(text));
  }
}
