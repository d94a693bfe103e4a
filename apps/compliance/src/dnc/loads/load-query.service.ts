import { Inject, Injectable } from '@nestjs/common';
import type { DncLoad } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { complianceErrors } from '../../compliance.errors.js';
import { CLOCK } from '../../tokens.js';
import { LoadReadModel } from './store/load.read-model.js';

/** Tells how far loads are. */
@Injectable()
export class LoadQueryService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly readModel: LoadReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `COMPLIANCE.DNC_LOAD_NOT_FOUND` */
  async get(id: string): Promise<DncLoad> {
    const load = await this.database.read((tx) => this.readModel.find(tx, tx.tenantId, id, this.clock.now()));
    if (!load) throw complianceErrors.DNC_LOAD_NOT_FOUND();
    return load;
  }
}
