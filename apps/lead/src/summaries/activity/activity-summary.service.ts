import { Injectable } from '@nestjs/common';
import type { ActivitySummary, SummaryQuery } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { presentWindow } from '../summary-window.rules.js';
import { WindowService } from '../window.service.js';
import { ActivitySummaryReadModel } from './activity-summary.read-model.js';
import { activityCounts } from './activity-summary.rules.js';

/** What members did and what leads did, in numbers. */
@Injectable()
export class ActivitySummaryService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly windows: WindowService,
    private readonly activities: ActivitySummaryReadModel,
  ) {}

  /** @throws DomainError `LEAD.SUMMARY_INVALID` */
  read(query: SummaryQuery): Promise<ActivitySummary> {
    const { now, window } = this.windows.read(query);
    return this.database.read(async (tx) => {
      const [counts, interactions] = await Promise.all([
        this.activities.count(tx, tx.tenantId, window, now),
        this.activities.countInteractions(tx, tx.tenantId, window),
      ]);
      return { asOf: now.toISOString(), window: presentWindow(window), ...activityCounts(window.days, counts, interactions) };
    });
  }
}
