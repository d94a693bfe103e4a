import type { AuditFinding } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { found } from '../chain/chain-check.rules.js';
import { CheckpointRepository } from './checkpoint.repository.js';
import { SealService } from './seal.service.js';

/** What checkpoints say of the entries of a stretch. */
@Injectable()
export class WitnessesService {
  constructor(
    private readonly checkpoints: CheckpointRepository,
    private readonly seals: SealService,
  ) {}

  /**
   * @param hashes of the entries of the stretch, by place
   * @returns the first checkpoint that is no genuine one, or says that another entry was there
   */
  async contradiction(tx: Tx, hashes: ReadonlyMap<number, Buffer>): Promise<AuditFinding | undefined> {
    const places = [...hashes.keys()];
    const checkpoints = await this.checkpoints.findWithin(tx, tx.tenantId, Math.min(...places), Math.max(...places));
    for (const checkpoint of checkpoints) {
      const { sequence, hash } = checkpoint;
      if (!(await this.seals.holds(tx, checkpoint))) return found(sequence, 'forged');
      if (hashes.get(sequence)?.equals(hash) === false) return found(sequence, 'contradicted');
    }
    return undefined;
  }
}
