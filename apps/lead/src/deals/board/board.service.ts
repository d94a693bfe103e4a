import { Inject, Injectable } from '@nestjs/common';
import type { BoardColumn } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { pipelineErrors } from '../../pipelines/pipeline.errors.js';
import { presentStage } from '../../pipelines/pipeline.rules.js';
import { PipelineService } from '../../pipelines/pipeline.service.js';
import { CLOCK } from '../../tokens.js';
import { cursorOf, presentRows } from '../store/deal-list.read-model.js';
import { columnTotals } from './board-totals.rules.js';
import { BoardReadModel } from './board.read-model.js';

export interface Board {
  readonly pipelineId: Uuid;
  readonly columns: readonly BoardColumn[];
}

/** A pipeline as its board shows it. */
@Injectable()
export class BoardService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly pipelines: PipelineService,
    private readonly boards: BoardReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param limit cards of each column
   * @throws DomainError `LEAD.PIPELINE_NOT_FOUND`
   */
  async read(wanted: Uuid | undefined, limit: number): Promise<Board> {
    const board = await this.readIfThere(wanted, limit);
    if (board) return board;
    await this.pipelines.ensureDefault();
    const made = await this.readIfThere(wanted, limit);
    if (!made) throw pipelineErrors.PIPELINE_NOT_FOUND();
    return made;
  }

  /** Only the default pipeline may not be there yet. */
  private readIfThere(wanted: Uuid | undefined, limit: number): Promise<Board | undefined> {
    return this.database.read(async (tx) => {
      const pipeline = await (wanted === undefined ? this.pipelines.findDefault(tx) : this.pipelines.find(tx, wanted));
      if (!pipeline) return undefined;
      const { pipelineId, stages } = pipeline;
      const [cards, totals] = await Promise.all([
        this.boards.findCards(tx, tx.tenantId, pipelineId, limit + 1),
        this.boards.findTotals(tx, tx.tenantId, pipelineId),
      ]);
      const now = this.clock.now();
      const byId = new Map(stages.map((stage) => [stage.stageId, stage]));
      const columns = stages.map((stage): BoardColumn => {
        const found = cards.filter(({ stageId }) => stageId === stage.stageId);
        const rows = found.slice(0, limit);
        const last = found.length > limit ? rows.at(-1) : undefined;
        const own = totals.filter(({ stageId }) => stageId === stage.stageId);
        const nextCursor = last ? cursorOf(last, 'board') : null;
        return { stage: presentStage(stage), totals: columnTotals(own, stage), deals: presentRows(rows, byId, now), nextCursor };
      });
      return { pipelineId, columns };
    });
  }
}
