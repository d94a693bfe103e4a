import type { LeavingMonth } from '@leadstream/retention';
import { Injectable } from '@nestjs/common';
import { CheckpointService } from '../audit/checkpoints/checkpoint.service.js';

/** Last words before a month of a table goes as a whole. */
@Injectable()
export class LeavingMonthService {
  constructor(private readonly checkpoints: CheckpointService) {}

  /** @returns false for a month of the audit trail of which the chain does not hold: it is the evidence */
  async mayGo({ retained: { category }, tenantId, until, signal }: LeavingMonth): Promise<boolean> {
    return category !== 'audit' || (await this.checkpoints.signArchive(tenantId, until, signal)) !== undefined;
  }
}
