import { errorType } from '@leadstream/telemetry';

/** Says whether a part can do its work; a reason is a short constant text without values. */
export type HealthCheck = () => HealthVerdict | Promise<HealthVerdict>;
export type HealthVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface HealthReport {
  readonly status: 'ready' | 'not_ready';
  readonly checks: Readonly<Record<string, HealthVerdict>>;
}

type Phase = 'starting' | 'running' | 'stopping';

/** A check that takes longer counts as failed. */
const CHECK_TIMEOUT_MS = 2_000;

/** Where the parts of an app say whether they can work; `/health/ready` asks them all. */
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();
  private phase: Phase = 'running';

  constructor(private readonly checkTimeoutMs = CHECK_TIMEOUT_MS) {}

  /** @param name of the dependency, unique in the app: `postgres`, `kafka-consumer` */
  register(name: string, check: HealthCheck): void {
    if (this.checks.has(name)) throw new RangeError(`health check registered twice: ${name}`);
    this.checks.set(name, check);
  }

  /** Outside of `running` the app is not ready, so that no work is sent to it. */
  enter(phase: Phase): void {
    this.phase = phase;
  }

  get isStopping(): boolean {
    return this.phase === 'stopping';
  }

  async report(): Promise<HealthReport> {
    const verdicts = await Promise.all([...this.checks].map(async ([name, check]) => [name, await this.verdictOf(check)] as const));
    if (this.phase !== 'running') verdicts.push(['app', { ok: false, reason: this.phase }]);
    return { status: verdicts.every(([, verdict]) => verdict.ok) ? 'ready' : 'not_ready', checks: Object.fromEntries(verdicts) };
  }

  private async verdictOf(check: HealthCheck): Promise<HealthVerdict> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<HealthVerdict>((resolve) => {
      timer = setTimeout(() => resolve({ ok: false, reason: 'timeout' }), this.checkTimeoutMs);
    });
    try {
      return await Promise.race([check(), late]);
    } catch (error) {
      return { ok: false, reason: errorType(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}
