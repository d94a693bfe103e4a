import type { Interaction, InteractionResult, ListInteractionsQuery, RecordInteractionBody } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK } from '../tokens.js';
import { engagementErrors } from '../engagement.errors.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { interactionResults } from '../metrics.js';
import { judgeItem } from './batch-item.js';
import { failedItem, instantProblem } from './interaction.rules.js';
import { InteractionReadModel } from './interaction.read-model.js';
import { InteractionRecorderService } from './interaction-recorder.service.js';

const position = z.strictObject({ occurredAt: z.iso.datetime(), id: z.uuid() });

const leadsOf = (items: readonly ReturnType<typeof judgeItem>[]): string[] => [
  ...new Set(items.flatMap((item) => ('body' in item ? [item.body.leadId] : []))),
];

/** What clients report of leads, and what there is to see of it. */
@Injectable()
export class InteractionService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly recorder: InteractionRecorderService,
    private readonly readModel: InteractionReadModel,
    private readonly knownLeads: KnownLeadReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Records one. The lead need not be known yet: what it did may arrive before it does.
   * @throws DomainError `ENGAGEMENT.OCCURRED_IN_FUTURE`, `ENGAGEMENT.INTERACTION_RETRACTED`; `ENGAGEMENT.LEAD_NOT_FOUND` for an erased one
   */
  record(body: RecordInteractionBody): Promise<{ created: boolean; interaction: Interaction }> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const problem = instantProblem(body.occurredAt, now);
      if (problem) throw problem;
      if ((await erasedAmong(tx, [body.leadId])).size > 0) throw engagementErrors.LEAD_NOT_FOUND();
      const [recorded] = await this.recorder.record(tx, [body], now);
      const interaction = recorded && (await this.readModel.findById(tx, tx.tenantId, recorded.id));
      if (!interaction) throw engagementErrors.INTERACTION_RETRACTED();
      return { created: recorded.status === 'recorded', interaction };
    });
  }

  /** Records many; what is wrong with one does not touch the others. */
  recordMany(items: readonly unknown[]): Promise<InteractionResult[]> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const sound = items.map((item) => judgeItem(item, now));
      const erased = await erasedAmong(tx, leadsOf(sound));
      const judged = sound.map((item) =>
        'body' in item && erased.has(item.body.leadId) ? { problem: engagementErrors.LEAD_NOT_FOUND() } : item,
      );
      const bodies = judged.flatMap((item) => ('body' in item ? [item.body] : []));
      const recorded = (await this.recorder.record(tx, bodies, now)).values();
      interactionResults.add(items.length - bodies.length, { result: 'failed' });
      return judged.map((item) => ('problem' in item ? failedItem(item.problem) : (recorded.next().value as InteractionResult)));
    });
  }

  /**
   * @throws DomainError `ENGAGEMENT.LEAD_NOT_FOUND` for a deleted lead, with `mergedInto` for one that went into another one; one that is
   * not known yet has its timeline
   */
  list({ leadId, kind, limit, cursor }: ListInteractionsQuery): Promise<{ items: Interaction[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor);
    return this.database.read(async (tx) => {
      const [{ ownerId, isDeleted }, rows] = await Promise.all([
        this.knownLeads.findStanding(tx, tx.tenantId, leadId),
        this.readModel.findPage(tx, tx.tenantId, { leadId, kinds: kind, before, limit: limit + 1 }),
      ]);
      if (ownerId !== leadId) throw engagementErrors.LEAD_NOT_FOUND({ extra: { mergedInto: ownerId } });
      if (isDeleted) throw engagementErrors.LEAD_NOT_FOUND();
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last ? encodeCursor({ occurredAt: last.occurredAt, id: last.id }) : null };
    });
  }

  /** @throws DomainError `ENGAGEMENT.INTERACTION_NOT_FOUND`, also when the lead was deleted */
  get(id: string): Promise<Interaction> {
    return this.database.read(async (tx) => {
      const interaction = await this.readModel.findById(tx, tx.tenantId, id);
      const standing = interaction && (await this.knownLeads.findStanding(tx, tx.tenantId, interaction.leadId));
      if (!interaction || standing?.isDeleted) throw engagementErrors.INTERACTION_NOT_FOUND();
      return interaction;
    });
  }

  /** @throws DomainError `ENGAGEMENT.INTERACTION_NOT_FOUND`, also when it was taken back before */
  retract(id: string): Promise<void> {
    return this.database.write(async (tx) => {
      if (!(await this.recorder.retract(tx, id, this.clock.now()))) throw engagementErrors.INTERACTION_NOT_FOUND();
    });
  }
}
