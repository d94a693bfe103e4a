import { Inject, Injectable } from '@nestjs/common';
import { type Lead, type QueuedLead, leadQueuedV1, type QueueReason } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { AssignmentRepository } from '../../assignment-store/assignment.repository.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { CLOCK } from '../../tokens.js';
import { distributionErrors } from '../distribution.errors.js';
import { ClaimService } from './claim.service.js';
import { QueueRepository } from './queue.repository.js';

const position = z.strictObject({ enteredAt: z.iso.datetime(), leadId: z.uuid() });
const FIRST = { enteredAt: new Date(0), leadId: '00000000-0000-0000-0000-000000000000' };

export interface ListQueue {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly poolId?: Uuid | undefined;
  readonly reason?: QueueReason | undefined;
}

export interface QueuePage {
  readonly items: readonly QueuedLead[];
  readonly nextCursor: string | null;
}

/** Leads that wait for an owner. */
@Injectable()
export class QueueService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly queue: QueueRepository,
    private readonly edits: LeadEditService,
    private readonly assignments: AssignmentRepository,
    private readonly claims: ClaimService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list({ limit, cursor, ...filter }: ListQueue): Promise<QueuePage> {
    const after = cursor === undefined ? FIRST : decodeCursor(position, cursor);
    return this.database.read(async (tx) => {
      const from = { enteredAt: new Date(after.enteredAt), leadId: after.leadId };
      const found = await this.queue.findPage(tx, tx.tenantId, from, filter, limit + 1);
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor({ enteredAt: last.enteredAt, leadId: last.leadId }) : null };
    });
  }

  /** One that waits already waits on, and is not told again. @throws DomainError `LEAD.NOT_FOUND`, `LEAD.OWNED`, `LEAD.DISTRIBUTION_OFF` */
  enter(leadId: Uuid): Promise<QueuedLead> {
    return this.database.write(async (tx) => {
      const lead = await this.edits.find(tx, leadId);
      if (lead.ownerId !== null) throw distributionErrors.OWNED({ extra: { ownerId: lead.ownerId } });
      const time = this.clock.now();
      const entered = await this.assignments.enterQueue(tx, tx.tenantId, [leadId], time);
      const queued = await this.queue.find(tx, tx.tenantId, leadId);
      if (!queued) throw distributionErrors.DISTRIBUTION_OFF();
      const data = { leadId: lead.leadId, way: 'hand', queuedAt: time.toISOString() };
      if (entered > 0) await this.outbox.add(tx, leadQueuedV1, { data, sequence: lead.version, time });
      return queued;
    });
  }

  /** @throws DomainError as {@link ClaimService.claim} */
  claim(leadId: Uuid, memberId: Uuid): Promise<Lead> {
    return this.database.write((tx: Tx) => this.claims.claim(tx, leadId, memberId));
  }
}
