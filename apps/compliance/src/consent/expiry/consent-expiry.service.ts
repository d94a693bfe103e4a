import { consentExpiredV1 } from '@leadstream/contracts';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { LeadStreamService } from '../../lead-stream/lead-stream.service.js';
import { CLOCK } from '../../tokens.js';
import { ConsentReadModel } from '../consent.read-model.js';
import { holdingAt } from '../family/standing.rules.js';
import { PersonService } from '../person/person.service.js';
import { ConsentExpiryRepository, type EndedConsent } from './consent-expiry.repository.js';

const TENANTS = 100;
const ENTRIES = 200;
const CADENCE_MS = 15 * 60_000;

/** Tells of consents that were given for a time that is over. Whether one counts never depends on it: that is judged when it is asked. */
@Injectable()
export class ConsentExpiryService {
  constructor(
    private readonly repository: ConsentExpiryRepository,
    private readonly consents: ConsentReadModel,
    private readonly persons: PersonService,
    private readonly leadStream: LeadStreamService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({ name: 'expire-consents', cadence: { everyMs: CADENCE_MS }, missed: 'skip', run: (run) => this.sweep(run) });
  }

  /** One transaction a tenant: what is taken out and what is told commit together, or are found again. */
  async sweep(run: JobRun): Promise<Figures> {
    const now = this.clock.now();
    let ended = 0;
    for (;;) {
      const tenants = await run.step((tx) => this.repository.findTenantsWithEnded(tx, now, TENANTS));
      let found = 0;
      for (const tenantId of tenants) found += await run.stepInTenant(tenantId, (tx) => this.tell(tx, now));
      ended += found;
      // Nothing found where there were tenants: somebody else has the rest, and the next run looks again.
      if (found === 0) return { ended };
    }
  }

  /** @returns how many ended; of those that something was stated after, nothing is told */
  private async tell(tx: Tx, now: Date): Promise<number> {
    const entries = await this.repository.takeEnded(tx, tx.tenantId, now, ENTRIES);
    const sequences = await this.leadStream.take(
      tx,
      tx.tenantId,
      entries.map(({ leadId }) => leadId),
    );
    for (const [index, entry] of entries.entries()) {
      if (!(await this.hasLapsed(tx, entry))) continue;
      const { leadId, entryId, channel, purpose, expiresAt } = entry;
      await this.outbox.add(tx, consentExpiredV1, {
        data: { leadId, entryId, channel, purpose, expiredAt: expiresAt.toISOString() },
        sequence: sequences[index] ?? 0,
        time: now,
      });
    }
    return entries.length;
  }

  /** Whether consent held until this line was over, and no more since; also where a withdrawal that it had lifted stands again. */
  private async hasLapsed(tx: Tx, { leadId, channel, purpose, expiresAt }: EndedConsent): Promise<boolean> {
    const { leadId: asked, family } = await this.persons.find(tx, leadId);
    const ledger = await this.consents.findLatest(tx, tx.tenantId, familyIds(asked, family), { channel, purpose });
    const isGivenAt = (at: Date): boolean => holdingAt(ledger, family.merged, at)?.state === 'given';
    return isGivenAt(new Date(expiresAt.getTime() - 1)) && !isGivenAt(expiresAt);
  }
}
