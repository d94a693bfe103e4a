import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { DncEvents } from './dnc-events.js';
import { DncRepository } from './dnc.repository.js';
import { SuppressionService } from '../suppression/suppression.service.js';

const TENANTS = 100;
const ENTRIES = 500;
const CADENCE_MS = 15 * 60_000;

/**
 * Takes entries off the lists whose time is over, what is left of those of erased persons among them, and says so to whoever keeps a copy. Whether an entry blocks never depends on it:
 * that is judged by its expiry at the moment it is asked.
 */
@Injectable()
export class DncExpiryService {
  constructor(
    private readonly repository: DncRepository,
    private readonly events: DncEvents,
    private readonly suppression: SuppressionService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({ name: 'expire-dnc-entries', cadence: { everyMs: CADENCE_MS }, missed: 'skip', run: (run) => this.sweep(run) });
  }

  /** One transaction a tenant: its entries, its list's version and its events commit together, or are found again. */
  async sweep(run: JobRun): Promise<Figures> {
    const now = this.clock.now();
    let expired = 0;
    for (;;) {
      const tenants = await run.step((tx) => this.repository.findTenantsWithExpired(tx, now, TENANTS));
      let found = 0;
      for (const tenantId of tenants)
        found += await run.stepInTenant(tenantId, async (tx) => {
          const listed = await this.repository.removeExpired(tx, tenantId, now, ENTRIES);
          const entries = [...listed, ...(await this.suppression.removeExpired(tx, now, ENTRIES))];
          await this.events.expired(tx, entries, now);
          return entries.length;
        });
      expired += found;
      // Nothing found where there were tenants: a request holds the rest, and the next run looks again.
      if (found === 0) return { expired };
    }
  }
}
