import type { Channel } from '@leadstream/contracts';
import { CHANNEL_WORDS } from './languages/channel-words.js';

/** Every channel that words may speak of, each once; none where they speak of contact as such. */
export function namedChannels(words: readonly string[]): Channel[] {
  return [...new Set(words.flatMap((word) => CHANNEL_WORDS.get(word) ?? []))];
}
