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
    const survivorIds = events.flatMap((event) => (event.type === 'lead.merged' ? event.data.survivorId : []));
    const leadIds = [...new Set([...events.map((event) => event.data.leadId), ...survivorIds])];
    const changing = events.some(({ type }) => type === 'lead.merged' || type === 'lead.unmerged');
    const before = await this.lifecycles.findFamilies(tx, tenantId, leadIds, { changing });
    const after = new Map<string, LeadLifecycle>(before);
    let applied = 0;
    for (const event of events) {
      const state = after.get(event.data.leadId);
      const next = applyEvent(state, event);
      if (next === undefined || next === state) continue;
      after.set(event.data.leadId, next);
      applied += 1;
    }
    const changed = [...after.values()].filter((state) => state !== before.get(state.leadId));
    await this.lifecycles.save(tx, tenantId, changed);
    await this.lifecycles.addToRollup(tx, tenantId, rollupDifference([...before.values()], [...after.values()]));
    return applied;
  }
}
