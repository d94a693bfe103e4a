import type { Consumer } from 'kafkajs';

/** Api keys of the requests after which the broker counts a member's silence anew. */
const SYNC_GROUP = 14;
const HEARTBEAT = 12;

/**
 * When the broker last heard of a member. A process that stood still longer than its session cannot know it from kafkajs: until the
 * next heartbeat is answered, everything looks as before.
 */
export class LastContact {
  #askedMs = 0;
  #heardMs = 0;

  constructor(consumer: Consumer) {
    const { REQUEST, GROUP_JOIN, HEARTBEAT: ANSWERED } = consumer.events;
    consumer.on(REQUEST, ({ payload: { apiKey, sentAt } }) => {
      if (apiKey === HEARTBEAT || apiKey === SYNC_GROUP) this.#askedMs = sentAt;
    });
    const heard = (): void => void (this.#heardMs = this.#askedMs);
    consumer.on(GROUP_JOIN, heard);
    consumer.on(ANSWERED, heard);
  }

  /** Counted from when the question was sent: its answer may have lain unread while the process stood still. */
  isWithin(sessionTimeoutMs = 0): boolean {
    return Date.now() - this.#heardMs < sessionTimeoutMs;
  }
}
