import { httpErrors } from '@leadstream/http';

/** How slow an upload may be. */
export interface PaceLimits {
  /** Longest wait for the next piece. */
  readonly idleMs: number;
  /** What has to come in a minute of waiting, in bytes a second. */
  readonly minBytesPerSecond: number;
}

/** Over which the pace is taken: a caller on the road may be gone for some seconds. */
const WINDOW_MS = 60_000;

/**
 * How fast an upload comes in. Only the time counts in which its sender is waited for: while a service takes its time to store what has
 * come, nobody is slow.
 */
export class UploadPace {
  #waitedMs = 0;
  #bytes = 0;

  constructor(
    private readonly limits: PaceLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Waits for the next piece.
   * @throws DomainError `HTTP.REQUEST_TOO_SLOW` when none comes in time, or too little came in a minute
   */
  async next(pieces: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
    const begunMs = this.now();
    const result = await within(pieces.next(), this.limits.idleMs);
    if (!result.done) this.#note(result.value.length, this.now() - begunMs);
    return result;
  }

  #note(bytes: number, waitedMs: number): void {
    this.#bytes += bytes;
    this.#waitedMs += waitedMs;
    if (this.#waitedMs < WINDOW_MS) return;
    if (this.#bytes < (this.limits.minBytesPerSecond * this.#waitedMs) / 1_000) throw tooSlow();
    this.#bytes = 0;
    this.#waitedMs = 0;
  }
}

async function within<T>(coming: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow()), limitMs);
  });
  // Of a piece that comes too late, or not at all, nobody hears.
  coming.catch(() => undefined);
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}

const tooSlow = () => httpErrors.REQUEST_TOO_SLOW();
