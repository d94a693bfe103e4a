import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type DncEntryLoad, type DncEntryLoadOptions, dncEntryLoadReceivedV1 } from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { type Clock, currentContext, type IdSource, type RequestContext, runInContext } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { complianceErrors } from '../../compliance.errors.js';
import type { ComplianceConfig } from '../../config.js';
import { CLOCK, CONFIG, IDS } from '../../tokens.js';
import { normaliseChannels, requireFutureExpiry } from '../dnc.rules.js';
import type { Reception } from '../loads/upload/receive-load.js';
import { ENTRY_LOAD_JOB, RECEIVED, toldReceipt } from './entry-load.rules.js';
import { EntryLoadRepository } from './entry-load.repository.js';

const log = logger('dnc-entry-load');

/** Takes files of entries in, each of them told, and shows how far they are. What is refused or cut off leaves nothing behind. */
@Injectable()
export class EntryLoadService implements Reception<DncEntryLoadOptions, DncEntryLoadOptions, Buffer, DncEntryLoad> {
  constructor(
    private readonly database: TenantDatabase,
    private readonly loads: EntryLoadRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'DNC_ENTRY_LOAD_MAX_BYTES'>,
  ) {}

  /** @throws DomainError `COMPLIANCE.EXPIRES_IN_PAST` */
  open(options: DncEntryLoadOptions): Promise<DncEntryLoadOptions> {
    requireFutureExpiry(options.expiresAt === null ? null : new Date(options.expiresAt), this.clock.now());
    return Promise.resolve({ ...options, channels: normaliseChannels(options.channels) });
  }

  /** @throws DomainError `COMPLIANCE.DNC_LOAD_TOO_LARGE` as soon as that is known */
  async store(_options: DncEntryLoadOptions, bytes: AsyncIterable<Buffer>): Promise<Buffer> {
    const { DNC_ENTRY_LOAD_MAX_BYTES: limitBytes } = this.config;
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    for await (const piece of bytes) {
      sizeBytes += piece.length;
      if (sizeBytes > limitBytes)
        throw complianceErrors.DNC_LOAD_TOO_LARGE({ detail: `A file may have ${limitBytes} bytes at most.`, extra: { limitBytes } });
      pieces.push(piece);
    }
    return Buffer.concat(pieces, sizeBytes);
  }

  /** The boundary between parts differs in every request, so the edge could not tell whether two uploads are the same: this can. */
  async close(options: DncEntryLoadOptions, content: Buffer): Promise<DncEntryLoad> {
    const { idempotency, ...rest } = currentContext() as RequestContext;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify(['dnc-entry-load', createHash('sha256').update(content).digest('hex'), options]))
      .digest('hex');
    const own = idempotency && { key: idempotency.key, fingerprint, replayed: false };
    const load = await runInContext(own ? { ...rest, idempotency: own } : rest, () =>
      this.database.write(async (tx) => {
        const [id, now] = [this.ids.next(), this.clock.now()];
        await this.loads.create(tx, tx.tenantId, id, options, content, now);
        const data = toldReceipt(id, options, content.length, now);
        await this.outbox.add(tx, dncEntryLoadReceivedV1, { data, sequence: RECEIVED, time: now });
        return (await this.loads.find(tx, tx.tenantId, id, now)) as DncEntryLoad;
      }),
    );
    if (idempotency && own) idempotency.replayed = own.replayed;
    await this.#askForJob();
    return load;
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }

  /** @throws DomainError `COMPLIANCE.DNC_LOAD_NOT_FOUND` */
  async get(id: string): Promise<DncEntryLoad> {
    const load = await this.database.read((tx) => this.loads.find(tx, tx.tenantId, id, this.clock.now()));
    if (!load) throw complianceErrors.DNC_LOAD_NOT_FOUND();
    return load;
  }

  /** It looks by itself, too: this is to have it look at once. */
  async #askForJob(): Promise<void> {
    try {
      await this.database.withoutTenant((tx) => requestRun(tx, ENTRY_LOAD_JOB, 'upload'));
    } catch (error) {
      log.warn('dnc_entry_load_not_asked_for', { error });
    }
  }
}
