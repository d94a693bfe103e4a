import { Injectable } from '@nestjs/common';
import type { PipelineSummary, SummaryQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { pipelineErrors } from '../../pipelines/pipeline.errors.js';
import { PipelineService } from '../../pipelines/pipeline.service.js';
import { presentWindow } from '../summary-window.rules.js';
import { type SummaryTime, WindowService } from '../window.service.js';
import { PipelineSummaryReadModel } from './pipeline-summary.read-model.js';
import { pipelineCounts } from './pipeline-summary.rules.js';

/** The deals of a pipeline in numbers. */
@Injectable()
export class PipelineSummaryService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly windows: WindowService,
    private readonly pipelines: PipelineService,
    private readonly counts: PipelineSummaryReadModel,
  ) {}

  /**
   * @param wanted the default pipeline when undefined
   * @throws DomainError `LEAD.SUMMARY_INVALID`, `LEAD.PIPELINE_NOT_FOUND`
   */
  async read(wanted: Uuid | undefined, query: SummaryQuery): Promise<PipelineSummary> {
    const time = this.windows.read(query);
    const summary = await this.readIfThere(wanted, time);
    if (summary) return summary;
    await this.pipelines.ensureDefault();
    const made = await this.readIfThere(wanted, time);
    if (!made) throw pipelineErrors.PIPELINE_NOT_FOUND();
    return made;
  }

  /** Only the default pipeline may not be there yet. */
  private readIfThere(wanted: Uuid | undefined, { now, window }: SummaryTime): Promise<PipelineSummary | undefined> {
    const [from = window.end] = window.beginnings;
    return this.database.read(async (tx) => {
      const pipeline = await (wanted === undefined ? this.pipelines.findDefault(tx) : this.pipelines.find(tx, wanted));
      if (!pipeline) return undefined;
      const { pipelineId } = pipeline;
      const [open, closed] = await Promise.all([
        this.counts.countOpen(tx, tx.tenantId, pipelineId, now),
        this.counts.countClosed(tx, tx.tenantId, pipelineId, from, window.end),
      ]);
      return { asOf: now.toISOString(), pipelineId, ...pipelineCounts(pipeline, open, closed), window: presentWindow(window) };
    });
  }
}
