import TestSequencer from '@jest/test-sequencer';
import { waitingFirst } from './tools/specs/waiting-first.ts';

/** What mostly waits comes first; the rest as Jest would have it: what took longest, or the largest file. */
export default class extends TestSequencer {
  async sort(tests) {
    return waitingFirst(await super.sort(tests));
  }
}
