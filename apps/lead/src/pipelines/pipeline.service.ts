import { Inject, Injectable } from '@nestjs/common';
import { type CreatePipeline, type PatchPipeline, type Pipeline, pipelineChangedV1 } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx, violationOf } from '@leadstream/persistence';
import { untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { pipelineErrors } from './pipeline.errors.js';
import { PipelineRepository } from './pipeline.repository.js';
import { acceptPipeline, defaultPipeline, presentPipeline, toldPipeline } from './pipeline.rules.js';
import type { PipelineRecord } from './pipeline.js';

/** The pipelines of a tenant. The default one is made when somebody first asks for it. Every version is told. */
@Injectable()
export class PipelineService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly pipelines: PipelineRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.PIPELINE_INVALID`, `LEAD.PIPELINE_EXISTS` with `existingId`, also for the name of the default one, which is there before any other */
  async create({ name, stages }: CreatePipeline): Promise<Pipeline> {
    const accepted = this.accepted(name, stages);
    await this.ensureDefault();
    const now = this.clock.now();
    const pipeline = { ...accepted, pipelineId: this.ids.next(), version: 1, isDefault: false, createdAt: now, updatedAt: now };
    return this.database.write(async (tx) => {
      if (!(await this.add(tx, pipeline))) throw nameTaken(await this.pipelines.findNamed(tx, tx.tenantId, pipeline.name));
      return presentPipeline(pipeline);
    });
  }

  async list(): Promise<Pipeline[]> {
    await this.ensureDefault();
    return this.database.read(async (tx) => (await this.pipelines.findAll(tx, tx.tenantId)).map(presentPipeline));
  }

  /** @throws DomainError `LEAD.PIPELINE_NOT_FOUND` */
  read(pipelineId: Uuid): Promise<Pipeline> {
    return this.database.read(async (tx) => presentPipeline(await this.find(tx, pipelineId)));
  }

  /** @throws DomainError `LEAD.PIPELINE_NOT_FOUND`, `LEAD.PIPELINE_STALE`, `LEAD.PIPELINE_INVALID`, `LEAD.PIPELINE_EXISTS` with `existingId`, `LEAD.STAGE_IN_USE` */
  patch(pipelineId: Uuid, version: number, stated: PatchPipeline): Promise<Pipeline> {
    // Somebody may take the name between our look and our write: another look finds who.
    return untilNotOvertaken(async () => {
      try {
        return await this.database.write((tx) => this.change(tx, pipelineId, version, stated));
      } catch (error) {
        throw violationOf(error)?.kind === 'foreign_key' ? pipelineErrors.STAGE_IN_USE() : error;
      }
    });
  }

  /**
   * A pipeline, or the default one.
   * @throws DomainError `LEAD.PIPELINE_NOT_FOUND`; of the default one too, until {@link ensureDefault} was called
   */
  async find(tx: Tx, pipelineId?: Uuid): Promise<PipelineRecord> {
    const found =
      pipelineId === undefined ? this.pipelines.findDefault(tx, tx.tenantId) : this.pipelines.findById(tx, tx.tenantId, pipelineId);
    const pipeline = await found;
    if (!pipeline) throw pipelineErrors.PIPELINE_NOT_FOUND();
    return pipeline;
  }

  /** The default pipeline; undefined until {@link ensureDefault} was called. */
  findDefault(tx: Tx): Promise<PipelineRecord | undefined> {
    return this.pipelines.findDefault(tx, tx.tenantId);
  }

  findAll(tx: Tx): Promise<PipelineRecord[]> {
    return this.pipelines.findAll(tx, tx.tenantId);
  }

  /** In a transaction of its own, so that whoever asks may only read. */
  async ensureDefault(): Promise<void> {
    const found = await this.database.read((tx) =>
      this.pipelines.findDefault(tx, tx.tenantId).then((one) => (one ? undefined : tx.tenantId)),
    );
    if (found === undefined) return;
    await this.database.inTenant(found, (tx) => this.add(tx, defaultPipeline(this.ids, this.clock.now())));
  }

  private async change(tx: Tx, pipelineId: Uuid, version: number, { name, stages }: PatchPipeline): Promise<Pipeline> {
    const before = await this.pipelines.findForUpdate(tx, tx.tenantId, pipelineId);
    if (!before) throw pipelineErrors.PIPELINE_NOT_FOUND();
    if (before.version !== version) throw pipelineErrors.PIPELINE_STALE({ extra: { currentVersion: before.version } });
    const stated = stages ?? before.stages.map(({ stageId, ...stage }) => ({ id: stageId, ...stage }));
    const known = new Map(before.stages.map((stage) => [stage.stageId, stage]));
    const accepted = this.accepted(name ?? before.name, stated);
    const stranger = stated.findIndex(({ id }) => id !== undefined && !known.has(id));
    if (stranger >= 0) throw invalid(`stages.${stranger}.id`, 'stage.unknown', 'The pipeline has no such stage.');
    const reversed = accepted.stages.findIndex(({ stageId, closes }) => (known.get(stageId)?.closes ?? closes) !== closes);
    if (reversed >= 0) throw invalid(`stages.${reversed}.closes`, 'stage.closes_fixed', 'A stage does not begin or cease to close.');
    const holderId = await this.pipelines.findNamed(tx, tx.tenantId, accepted.name);
    if (holderId && holderId !== pipelineId) throw nameTaken(holderId);
    const after = { ...before, ...accepted, version: version + 1, updatedAt: this.clock.now() };
    await this.pipelines.update(tx, tx.tenantId, after);
    await this.tell(tx, after, 'updated');
    return presentPipeline(after);
  }

  /** @returns whether it went in */
  private async add(tx: Tx, pipeline: PipelineRecord): Promise<boolean> {
    const isNew = await this.pipelines.create(tx, tx.tenantId, pipeline);
    if (isNew) await this.tell(tx, pipeline, 'created');
    return isNew;
  }

  private tell(tx: Tx, pipeline: PipelineRecord, action: 'created' | 'updated'): Promise<void> {
    const data = toldPipeline(pipeline, action);
    return this.outbox.add(tx, pipelineChangedV1, { data, sequence: pipeline.version, time: pipeline.updatedAt });
  }

  private accepted(...[name, stages]: [string, Parameters<typeof acceptPipeline>[1]]) {
    const read = acceptPipeline(name, stages, this.ids);
    if ('errors' in read) throw pipelineErrors.PIPELINE_INVALID({ errors: read.errors });
    return read.value;
  }
}

function nameTaken(existingId: Uuid | undefined) {
  return pipelineErrors.PIPELINE_EXISTS(existingId ? { extra: { existingId } } : {});
}

function invalid(path: string, code: string, message: string) {
  return pipelineErrors.PIPELINE_INVALID({ errors: [{ path, code, message }] });
}
