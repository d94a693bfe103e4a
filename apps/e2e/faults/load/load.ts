import { setTimeout as pause } from 'node:timers/promises';
import type { Entry, Ledger, OperationKind } from '../ledger.ts';
import type { Random } from '../random.ts';
import { type Call, GatewayDoor, type Reply } from './gateway-call.ts';
import { OperationPlanner, type PlannedOperation } from './operation-planner.ts';

const RETRY_PAUSE_MS = 150;
const RETRY_JITTER_MS = 350;
/** A client that waits for an answer at the end gives up after so long; the operation stays unknown. */
const SETTLE_WITHIN_MS = 120_000;

export interface LoadOptions {
  readonly gatewayUrl: string;
  readonly apiKey: string;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Operations begun a second, whether or not earlier ones have ended. */
  readonly perSecond: number;
  /** Operations that may wait at once; what would exceed it is not begun. 200 unless given. */
  readonly maxWaiting?: number;
  /** How much of each kind; a mixture of all unless given. */
  readonly mix?: Partial<Record<OperationKind, number>>;
  /** Share of operations whose client does not ask again when it got no answer. 0.03 unless given. */
  readonly givesUp01?: number;
}

/** True when the answer says for certain whether the operation was carried out. */
function isFinal(reply: Reply): reply is Extract<Reply, { kind: 'answer' }> {
  return reply.kind === 'answer' && reply.status < 500 && !mustWait(reply);
}

/** Refused for now, certainly not carried out. */
function mustWait(reply: Reply): boolean {
  return reply.kind === 'answer' && (reply.status === 429 || (reply.status === 409 && reply.body['code'] === 'IDEMPOTENCY.IN_PROGRESS'));
}

/** Clients of one tenant that write through the gateway at a steady pace (open loop), and keep the ledger. */
export class Load {
  readonly #options: LoadOptions;
  readonly #door: GatewayDoor;
  readonly #planner: OperationPlanner;
  readonly #chance: Random;
  readonly #waiting = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #notBegun = 0;
  #settleBy = Infinity;

  private constructor(options: LoadOptions, door: GatewayDoor, planner: OperationPlanner) {
    this.#options = options;
    this.#door = door;
    this.#planner = planner;
    this.#chance = options.random.for('clients');
  }

  /** Prepares what the clients need; nothing flows yet. The gateway must answer. */
  static async prepare(options: LoadOptions): Promise<Load> {
    const door = new GatewayDoor(options.gatewayUrl);
    const planner = await OperationPlanner.prepare({ ...options, door });
    return new Load(options, door, planner);
  }

  /** Operations that were left out because too many waited. */
  get notBegun(): number {
    return this.#notBegun;
  }

  start(): void {
    const startedMs = performance.now();
    let begun = 0;
    this.#timer = setInterval(() => {
      const due = ((performance.now() - startedMs) / 1_000) * this.#options.perSecond;
      for (; begun < due; begun += 1) this.#begin();
    }, 10);
  }

  /**
   * No new operations; resolves when every one that waits has its answer, or was given up.
   * @param settleWithinMs after which clients do not ask again; two minutes unless given
   */
  async stop(settleWithinMs = SETTLE_WITHIN_MS): Promise<void> {
    clearInterval(this.#timer);
    this.#settleBy = performance.now() + settleWithinMs;
    await Promise.all(this.#waiting);
    await this.#door.close();
  }

  /** Carries out one operation of a kind at once, and stays with it until it is answered. */
  async perform(kind: OperationKind): Promise<Entry> {
    const planned = this.#planner.plan(kind);
    if (!planned) throw new Error(`no ${kind} is possible yet`);
    const entry = this.#options.ledger.open(planned);
    await this.#carryOut(entry, planned, false);
    return entry;
  }

  #begin(): void {
    if (this.#waiting.size >= (this.#options.maxWaiting ?? 200)) return void (this.#notBegun += 1);
    const planned = this.#planner.planAny();
    const entry = this.#options.ledger.open(planned);
    const givesUp = this.#chance.chance(this.#options.givesUp01 ?? 0.03);
    const work = this.#carryOut(entry, planned, givesUp).finally(() => this.#waiting.delete(work));
    this.#waiting.add(work);
  }

  async #carryOut(entry: Entry, planned: PlannedOperation, givesUp: boolean): Promise<void> {
    for (;;) {
      const reply = await this.#ask(entry, planned.call());
      if (isFinal(reply)) {
        entry.standing = reply.status < 300 ? 'acked' : 'refused';
        return planned.answered(entry, reply);
      }
      if (reply.kind === 'nothing' || !mustWait(reply)) entry.unanswered += 1;
      if ((givesUp && entry.unanswered > 0) || performance.now() > this.#settleBy) return;
      await pause(RETRY_PAUSE_MS + this.#chance.ratio01() * RETRY_JITTER_MS);
    }
  }

  async #ask(entry: Entry, call: Call): Promise<Reply> {
    entry.attempts += 1;
    const reply = await this.#door.send(call);
    if (reply.kind === 'answer') entry.status = reply.status;
    return reply;
  }
}
