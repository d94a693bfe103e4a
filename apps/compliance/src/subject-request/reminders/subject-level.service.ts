import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { ComplianceConfig } from '../../config.js';
import { observeSubjectRequests, type SubjectLevels } from '../../metrics.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { SubjectRequestRepository } from '../store/subject-request.repository.js';

/** Tells metrics how many requests are late, and how many exports wait for services; asked when they are read. */
@Injectable()
export class SubjectLevelService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #end: (() => void) | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly requests: SubjectRequestRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'ROLE'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#end = observeSubjectRequests(() => this.read());
  }

  beforeApplicationShutdown(): void {
    this.#end?.();
  }

  private async read(): Promise<SubjectLevels | undefined> {
    try {
      return await this.database.withoutTenant((tx) => this.requests.findLevels(tx, this.clock.now()));
    } catch {
      // Metrics without a level say that there was no answer.
      return undefined;
    }
  }
}
