import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import type { LeadLifecycle, LifecycleEvent } from './lifecycle.js';
import { LifecycleRepository } from './lifecycle.repository.js';
import { applyEvent, rollupDifference } from './lifecycle.rules.js';

/** Folds lead events into the lifecycle rollup; exact, because the rollup only moves by what a lead's state moved. */
@Injectable()
export class LifecycleService {
  constructor(private readonly lifecycles: LifecycleRepository) {}

  /**
   * @param events of one tenant, each lead's events in their order
   * @returns how many events changed something
   */
  async apply(tx: Tx, tenantId: string, events: readonly LifecycleEvent[]): Promise<number> {
    const leadIds = [...new Set(events.map((event) => event.data.leadId))];
    const before = await this.lifecycles.findByIds(tx, tenantId, leadIds);
    const after = new Map<string, LeadLifecycle>(before);
    let applied = 0;
    for (const event of events) {
      const state = after.get(event.data.leadId);
      const next = applyEvent(state, event);
      if (next === undefined || next === state) continue;
      after.set(event.data.leadId, next);
      applied += 1;
    }
    const changes = [...after.values()].map((state) => ({ before: before.get(state.leadId), after: state }));
    const changed = changes.filter((change) => change.before !== change.after);
    await this.lifecycles.save(
      tx,
      tenantId,
      changed.map((change) => change.after),
    );
    await this.lifecycles.addToRollup(tx, tenantId, rollupDifference(changed));
    return applied;
  }
}
