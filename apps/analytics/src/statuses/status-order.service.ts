import { Injectable } from '@nestjs/common';
import { LEAD_STATUSES } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { StatusOrderRepository } from './status-order.repository.js';

/** What leads of a tenant come through, in order. */
@Injectable()
export class StatusOrderService {
  constructor(private readonly orders: StatusOrderRepository) {}

  /** Keys of the tenant's statuses; new leads have the first. */
  async find(tx: Tx): Promise<readonly string[]> {
    return (await this.orders.find(tx, tx.tenantId)) ?? LEAD_STATUSES;
  }

  /** @returns whether the tenant had said nothing newer */
  take(tx: Tx, sequence: number, statuses: readonly string[]): Promise<boolean> {
    return this.orders.save(tx, tx.tenantId, sequence, statuses);
  }
}
