import type { Channel } from '@leadstream/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { OPT_OUT_CLASSIFIER } from '../tokens.js';
import { atMostReview, judge, readFirst } from './detection/detect-opt-out.rules.js';
import type { Detected } from './detection/detected.js';
import type { OptOutClassifier } from './detection/opt-out-classifier.js';
import { textOfMail } from './reply/newly-written.rules.js';

const EXTRACT_CHARACTERS = 500;

/** What a text was taken for. */
export interface Examined {
  readonly detected: Detected;
  /** The beginning of what it was judged by. */
  readonly extract: string;
  readonly rulesVersion: string;
}

/** Reads what somebody wrote or said: by the rules first, by the classifier where they find nothing clear. */
@Injectable()
export class DetectionService {
  constructor(@Inject(OPT_OUT_CLASSIFIER) private readonly classifier: OptOutClassifier) {}

  async examine(text: string, channel: Channel): Promise<Examined> {
    const { text: said, isNew } = channel === 'email' ? textOfMail(text) : { text, isNew: true };
    const reading = readFirst(said, channel);
    const detected = 'settled' in reading ? reading.settled : judge(await this.classifier.score(reading.unclear));
    return { detected: isNew ? detected : atMostReview(detected), extract: storable(said), rulesVersion: this.classifier.version };
  }
}

/** Postgres keeps neither the character zero nor half a pair of surrogates. */
function storable(text: string): string {
  return text.slice(0, EXTRACT_CHARACTERS).replaceAll('\0', ' ').toWellFormed();
}
