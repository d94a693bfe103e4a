import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import { PersonVault } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { EndpointService } from '../endpoint/endpoint.service.js';
import { daysOver, keyOfDay } from './delivery-day.rules.js';

/** Destroys the keys of days whose deliveries no topic holds any more: whatever is left of them anywhere opens to nobody. */
@Injectable()
export class DeliveryKeysService {
  constructor(
    private readonly endpoints: EndpointService,
    private readonly vault: PersonVault,
  ) {}

  job(): Job {
    return defineJob({
      name: 'forget-delivery-keys',
      cadence: { cron: '10 1 * * *', zone: 'UTC' },
      missed: 'skip',
      run: (run) => this.run(run, run.scheduledFor),
    });
  }

  /** Destroyed twice, a key does no harm. @param now instant for which the job runs */
  async run(run: Pick<JobRun, 'step'>, now: Date): Promise<Figures> {
    const keys = daysOver(now).map(keyOfDay);
    let destroyed = 0;
    for (const tenantId of await run.step((tx) => this.endpoints.findTenants(tx))) destroyed += await this.vault.destroy(tenantId, keys);
    return { destroyed };
  }
}
