import type { FaultSystem, TenantAccess } from './fault-system.ts';
import { Ledger } from './ledger.ts';
import { Load, type LoadOptions } from './load/load.ts';
import type { Random } from './random.ts';
import { countDeadLetters, reconcile, type Reconciliation } from './reconcile/reconcile.ts';
import { timeToRecover } from './recovery.ts';

/** What a scenario brought about, and what came of it. */
export interface Outcome extends Reconciliation {
  /** In words and figures: what was done to the system. */
  readonly injected: string;
  /** After each fault that was measured: from its end until everything flows again. */
  readonly recoveriesMs: readonly number[];
  /** What a scenario demands besides; each that failed, in words. */
  readonly broken: readonly string[];
  /** Figures worth a line of their own. */
  readonly notes: readonly string[];
}

/** How hard a scenario goes about it. */
export interface Intensity {
  /** Times that the fault is brought about, for each victim; what the issue of a full run asks for unless given. */
  readonly rounds?: number;
  /** Shorter faults and fewer victims, chosen by the seed: for a run of minutes. */
  readonly brief?: boolean;
}

export interface ScenarioOptions {
  readonly system: FaultSystem;
  readonly random: Random;
  readonly intensity: Intensity;
  /** A line of progress. */
  readonly say: (line: string) => void;
}

/** One fault, brought about under load. */
export interface Scenario {
  readonly name: string;
  /** For the table: what is broken. */
  readonly title: string;
  /** Variables that the apps need for it; scenarios without any share a system. */
  readonly variables?: Readonly<Record<string, string>>;
  /** No proxies between the processes: for a scenario that leaves the network alone and times answers, which one process would hand on. */
  readonly isDirect?: boolean;
  /** The load, where the usual one does not fit. */
  readonly load?: StageLoad;
  run(stage: Stage): Promise<Outcome>;
}

export type StageLoad = Partial<Pick<LoadOptions, 'perSecond' | 'mix' | 'givesUp01'>>;

const PER_SECOND = 30;

/** What a scenario works with: a tenant of its own, its load and its ledger. */
export class Stage {
  readonly system: FaultSystem;
  readonly random: Random;
  readonly rounds: number | undefined;
  readonly brief: boolean;
  readonly say: (line: string) => void;
  readonly recoveriesMs: number[] = [];
  readonly broken: string[] = [];
  readonly notes: string[] = [];
  readonly ledger: Ledger;
  readonly tenant: TenantAccess;
  /** The load of the ledger's tenant; flows after `load.start()`. */
  readonly load: Load;
  readonly #deadLetters: number;

  private constructor(
    { system, random, intensity, say }: ScenarioOptions,
    tenant: TenantAccess,
    load: Load,
    ledger: Ledger,
    deadLetters: number,
  ) {
    this.system = system;
    this.random = random;
    this.rounds = intensity.rounds;
    this.brief = intensity.brief === true;
    this.say = say;
    this.tenant = tenant;
    this.load = load;
    this.ledger = ledger;
    this.#deadLetters = deadLetters;
  }

  static async set(name: string, options: ScenarioOptions, load: StageLoad = {}): Promise<Stage> {
    const { system, random } = options;
    const tenant = await system.createTenant(`${name} ${random.seed} ${Date.now()}`);
    const ledger = new Ledger(tenant.tenantId);
    const clients = await Load.prepare({
      gatewayUrl: system.gatewayUrl,
      apiKey: tenant.apiKey,
      ledger,
      random: random.for(name),
      perSecond: PER_SECOND,
      ...load,
    });
    return new Stage(options, tenant, clients, ledger, await countDeadLetters(system));
  }

  /** Call when a fault has ended: waits until everything flows again, and remembers how long it took. */
  async recovered(): Promise<void> {
    this.recoveriesMs.push(await timeToRecover(this.system, this.load));
  }

  /** Remembers a demand that does not hold. */
  demand(holds: boolean, words: string): void {
    if (!holds) this.broken.push(words);
  }

  /**
   * Heals the network, ends the load, and compares.
   * @param deadLetters records that the scenario made undeliverable on purpose, of all groups together
   */
  async end(injected: string, deadLetters = 0): Promise<Outcome> {
    this.system.network.heal();
    await this.load.stop();
    const { recoveriesMs, broken, notes } = this;
    const reconciliation = await reconcile(this.system, this.ledger, { deadLetters: this.#deadLetters + deadLetters });
    return { ...reconciliation, injected, recoveriesMs, broken, notes };
  }
}
