import type { Socket } from 'node:net';
import type { Verdict } from './inspector.ts';
import type { Conditions, Direction } from './tcp-proxy.ts';

/** Beyond this many bytes on their way, the sender is not read from. */
const HIGH_WATER_BYTES = 4 * 2 ** 20;

interface Parcel {
  readonly bytes: Buffer;
  readonly dueMs: number;
}

/** Carries one direction of a connection, late, slowly or not at all. Order is kept always. */
export class Pipe {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #queue: Parcel[] = [];
  #queuedBytes = 0;
  #latencyMs = 0;
  #bytesPerSecond = 0;
  #stalled = false;
  #swallowing = false;
  #mute = false;
  #lost = false;
  #ended = false;
  #freeAtMs = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param reset breaks the whole connection */
  constructor(from: Socket, to: Socket, judge: (chunk: Buffer) => Verdict, reset: () => void) {
    this.#from = from;
    this.#to = to;
    from.on('data', (chunk: Buffer) => {
      if (this.#mute || this.#swallowing) return void (this.#lost = true);
      const { forward, then } = judge(chunk);
      if (forward.length > 0) this.#send(forward);
      if (then === 'swallow') this.#mute = true;
      if (then === 'reset') reset();
    });
    from.once('end', () => {
      this.#ended = true;
      this.#drain();
    });
    to.on('drain', () => this.#drain());
    to.once('close', () => clearTimeout(this.#timer));
  }

  /** @returns true when bytes were lost and the connection can only be broken */
  apply(conditions: Conditions, direction: Direction): boolean {
    this.#latencyMs = conditions.latencyMs;
    this.#bytesPerSecond = conditions.bytesPerSecond;
    this.#stalled = conditions.stalled.includes(direction);
    this.#swallowing = conditions.swallowed.includes(direction);
    this.#drain();
    return this.#lost && !this.#swallowing;
  }

  #isBlocked(): boolean {
    return this.#stalled || this.#mute || this.#swallowing;
  }

  #send(bytes: Buffer): void {
    const now = performance.now();
    const takesMs = this.#bytesPerSecond > 0 ? (bytes.length / this.#bytesPerSecond) * 1_000 : 0;
    this.#freeAtMs = Math.max(now, this.#freeAtMs) + takesMs;
    this.#queue.push({ bytes, dueMs: Math.max(now + this.#latencyMs, this.#freeAtMs) });
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes > HIGH_WATER_BYTES) this.#from.pause();
    this.#drain();
  }

  #drain(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    while (!this.#stalled && !this.#to.writableNeedDrain) {
      const parcel = this.#queue[0];
      if (!parcel) break;
      // Timers of Node fire up to a millisecond early.
      if (parcel.dueMs > now + 1) return void (this.#timer = setTimeout(() => this.#drain(), parcel.dueMs - now));
      this.#queue.shift();
      this.#queuedBytes -= parcel.bytes.length;
      if (!this.#to.destroyed) this.#to.write(parcel.bytes);
    }
    if (this.#queuedBytes <= HIGH_WATER_BYTES && this.#from.isPaused()) this.#from.resume();
    if (this.#ended && this.#queue.length === 0 && !this.#isBlocked() && !this.#to.destroyed) this.#to.end();
  }
}
