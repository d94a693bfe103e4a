import { Injectable } from '@nestjs/common';
import {
  importCompletedV1,
  importReceivedV1,
  importReversalStartedV1,
  importStartedV1,
  leadPermissionsRevertedV1,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { importsEnded } from '../../metrics.js';
import type { ImportPlan } from '../plan/import-plan.js';
import type { AcceptedUpload, ImportTotals } from '../store/import.repository.js';

/** How an import can end. */
type ImportEnd = 'completed' | 'failed' | 'cancelled' | 'reverted';

/** An upload whose file was read to its end. */
interface ReadUpload extends Pick<AcceptedUpload, 'importId' | 'rowsTotal' | 'sizeBytes'> {
  readonly status: 'pending' | 'draft';
}

/** Places among the events of an import. */
const SEQUENCES = { received: 1, started: 2, ended: 3, reversalStarted: 4, reverted: 5 } as const;

/** Tells what becomes of imports. What is told in a request names its caller, what a worker tells names whoever uploaded the file, or had it taken back. */
@Injectable()
export class ImportTellingService {
  constructor(private readonly outbox: Outbox) {}

  async received(tx: Tx, { importId, status, rowsTotal: rows, sizeBytes: bytes }: ReadUpload, at: Date): Promise<void> {
    const data = { importId, status, rows, bytes, receivedAt: at.toISOString() };
    await this.outbox.add(tx, importReceivedV1, { data, sequence: SEQUENCES.received, time: at });
  }

  async started(tx: Tx, importId: Uuid, { columns, constants, matchBy, onMatch }: ImportPlan, rows: number, at: Date): Promise<void> {
    const fields = [...new Set([...columns.map(({ target }) => target), ...Object.keys(constants)])];
    const [first = 'externalId'] = matchBy;
    const data = { importId, rows, fields, matchBy: first, matchKeys: [...matchBy], onMatch, startedAt: at.toISOString() };
    await this.outbox.add(tx, importStartedV1, { data, sequence: SEQUENCES.started, time: at });
  }

  /** For the second time where it was taken back. */
  async ended(tx: Tx, importId: Uuid, totals: ImportTotals, status: ImportEnd, at: Date): Promise<void> {
    const { created, updated, skipped, failed, rowsDone: rows } = totals;
    const data = { importId, status, rows, created, updated, skipped, failed, completedAt: at.toISOString() };
    const sequence = status === 'reverted' ? SEQUENCES.reverted : SEQUENCES.ended;
    await this.outbox.add(tx, importCompletedV1, { data, sequence, time: at });
    importsEnded.add(1, { status });
  }

  async reversalStarted(tx: Tx, importId: Uuid, { rowsDone: rows }: ImportTotals, at: Date): Promise<void> {
    const data = { importId, rows, startedAt: at.toISOString() };
    await this.outbox.add(tx, importReversalStartedV1, { data, sequence: SEQUENCES.reversalStarted, time: at });
  }

  /** @param versions of the leads whose rows may have stated consents */
  async permissionsReverted(tx: Tx, importId: Uuid, versions: ReadonlyMap<Uuid, number>, at: Date): Promise<void> {
    const items = [...versions].map(([leadId, sequence]) => ({
      contract: leadPermissionsRevertedV1,
      data: { leadId, importId },
      sequence,
      time: at,
    }));
    if (items.length > 0) await this.outbox.addAll(tx, items);
  }
}
