import { Readable } from 'node:stream';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { currentTenantId } from '../../current-tenant.js';
import { DecisionSignerService } from '../../decision/signature/decision-signer.service.js';
import type { Footing } from '../audit-entry.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { CheckpointRepository } from '../checkpoints/checkpoint.repository.js';
import { CheckpointService } from '../checkpoints/checkpoint.service.js';
import { AuditReadModel } from '../store/audit.read-model.js';
import { ChainBoundsService } from '../verification/chain-bounds.service.js';
import { archiveLine, checkpointLine, entryLine, headerLine } from './export-lines.rules.js';

/** Entries read at once, and kept in memory until they are sent. */
const PAGE = 250;

/** Gives out a stretch of the chain with the proof that it is what was recorded. */
@Injectable()
export class AuditExportService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly entries: AuditReadModel,
    private readonly repository: CheckpointRepository,
    private readonly checkpoints: CheckpointService,
    private readonly bounds: ChainBoundsService,
    private readonly signer: DecisionSignerService,
  ) {}

  /**
   * @param from first entry; the first there is when left out
   * @param to last entry that must be in, the first there is at least: the export goes on to the first checkpoint that covers it, or the latest there is
   * @throws DomainError `COMPLIANCE.AUDIT_TRAIL_EMPTY` when nothing is signed
   */
  async open({ from, to }: { readonly from?: number | undefined; readonly to?: number | undefined }): Promise<Readable> {
    const tenantId = currentTenantId();
    const begin = await this.database.readInTenant(tenantId, (tx) => this.repository.findBegin(tx, tenantId));
    const checkpoint = await this.#closing(tenantId, to && Math.max(to, (begin?.sequence ?? 0) + 1));
    if (checkpoint === undefined) throw complianceErrors.AUDIT_TRAIL_EMPTY();
    const question = from === undefined ? {} : { from: Math.min(from, checkpoint.sequence) };
    const { footing, archive } = await this.database.readInTenant(tenantId, (tx) => this.bounds.read(tx, question));
    const proof = checkpointLine(checkpoint, await this.signer.keyOf(checkpoint.keyId));
    const isFromBegin = archive !== undefined && archive.sequence === footing.sequence;
    const rests = isFromBegin ? archiveLine(archive, await this.signer.keyOf(archive.keyId)) : '';
    return Readable.from(this.#lines(tenantId, footing, checkpoint, { rests, proof }), { objectMode: false });
  }

  /** The head is signed first where what is wanted is not signed yet; a chain that does not hold gives what was signed before. */
  async #closing(tenantId: Uuid, to: number | undefined): Promise<Checkpoint | undefined> {
    const covering = () => this.database.readInTenant(tenantId, (tx) => this.repository.findCovering(tx, tenantId, to ?? 1));
    const signed = to === undefined ? undefined : await covering();
    if (signed !== undefined) return signed;
    await this.checkpoints.signHead(tenantId);
    const latest = await this.database.readInTenant(tenantId, (tx) => this.repository.findLatest(tx, tenantId, 'head'));
    return to === undefined ? latest : ((await covering()) ?? latest);
  }

  async *#lines(
    tenantId: Uuid,
    footing: Footing,
    { sequence: to }: Checkpoint,
    { rests, proof }: { readonly rests: string; readonly proof: string },
  ): AsyncGenerator<string> {
    yield headerLine(tenantId, footing, to) + rests;
    for (let from = footing.sequence + 1; from <= to;) {
      const first = from;
      const page = await this.database.readInTenant(tenantId, (tx) => this.entries.findStretch(tx, tenantId, first, to, PAGE));
      const last = page.at(-1);
      if (last === undefined) break;
      yield page.map(entryLine).join('');
      from = last.sequence + 1;
    }
    yield proof;
  }
}
