import { Injectable } from '@nestjs/common';
import { segmentChangedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { SegmentRecord } from '../segment.js';

/** Tells of segments themselves. */
@Injectable()
export class SegmentTellingService {
  constructor(private readonly outbox: Outbox) {}

  async tell(tx: Tx, { segmentId, name, kind, visibility, status, version, deletedAt }: SegmentRecord, at: Date): Promise<void> {
    const data = { segmentId, name, kind, visibility, status, changedAt: at.toISOString(), deletedAt: deletedAt?.toISOString() ?? null };
    await this.outbox.add(tx, segmentChangedV1, { data, sequence: version, time: at });
  }
}
