import type { AuditFinding } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import type { AuditEntry, Footing } from '../audit-entry.js';
import { ChainCheck, firstOf } from '../chain/chain-check.rules.js';
import { WitnessesService } from '../checkpoints/witnesses.service.js';
import { AuditReadModel } from '../store/audit.read-model.js';

/** Entries read at once: bodies may be large. */
const PAGE = 250;

/** How far a walk came. */
export interface Walked {
  readonly last: Footing;
  readonly finding: AuditFinding | undefined;
}

/** Goes along a stretch of a chain in bounded memory. */
@Injectable()
export class ChainWalk {
  constructor(
    private readonly database: TenantDatabase,
    private readonly entries: AuditReadModel,
    private readonly witnesses: WitnessesService,
  ) {}

  /**
   * Checks the entries behind `footing`, up to and with `to`, against each other and against what was signed.
   * @returns the first thing that is wrong; entries that are not there at the end are for the caller to miss
   */
  async check(tenantId: string, footing: Footing, to: number): Promise<Walked> {
    const check = new ChainCheck(tenantId, footing);
    for (;;) {
      const from = check.last.sequence + 1;
      if (from > to) return { last: check.last, finding: undefined };
      const page = await this.database.readInTenant(tenantId, (tx) => this.entries.findStretch(tx, tenantId, from, to, PAGE));
      if (page.length === 0) return { last: check.last, finding: undefined };
      const finding = await this.#checkPage(tenantId, check, page);
      if (finding !== undefined) return { last: check.last, finding };
    }
  }

  async #checkPage(tenantId: string, check: ChainCheck, page: readonly AuditEntry[]): Promise<AuditFinding | undefined> {
    const hashes = new Map(page.map(({ sequence, hash }) => [sequence, hash]));
    const contradiction = await this.database.readInTenant(tenantId, (tx) => this.witnesses.contradiction(tx, hashes));
    let own: AuditFinding | undefined;
    for (const entry of page) {
      own = check.next(entry);
      if (own !== undefined) break;
    }
    return firstOf(own, contradiction);
  }
}
