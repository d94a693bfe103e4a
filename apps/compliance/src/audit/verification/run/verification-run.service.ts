import type { AuditVerificationRun, ListAuditVerificationsQuery, StartAuditVerification } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complianceErrors } from '../../../compliance.errors.js';
import { CLOCK, IDS } from '../../../tokens.js';
import type { VerificationRun } from './verification-run.js';
import { VerificationRunRepository } from './verification-run.repository.js';
import { presentRun } from './verification-run.rules.js';

const position = z.strictObject({ id: z.uuid() });

/** Asks for checks of the chain, and tells how they go; a timed job goes along the entries. */
@Injectable()
export class VerificationRunService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: VerificationRunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `COMPLIANCE.AUDIT_VERIFICATION_RUNNING` */
  start(asked: StartAuditVerification): Promise<AuditVerificationRun> {
    return this.database.write(async (tx) => {
      const begun = { status: 'running', progress: undefined, finding: undefined, createdAt: this.clock.now(), endedAt: null } as const;
      const run: VerificationRun = { id: this.ids.next(), asked, ...begun };
      if (!(await this.runs.create(tx, tx.tenantId, run))) throw complianceErrors.AUDIT_VERIFICATION_RUNNING();
      return presentRun(run);
    });
  }

  /** Latest first. */
  async list({ limit, cursor }: ListAuditVerificationsQuery): Promise<{ items: AuditVerificationRun[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    const found = await this.database.read((tx) => this.runs.findPage(tx, tx.tenantId, before, limit + 1));
    const items = found.slice(0, limit).map(presentRun);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
  }

  /** @throws DomainError `COMPLIANCE.AUDIT_VERIFICATION_NOT_FOUND` */
  async read(id: string): Promise<AuditVerificationRun> {
    const run = await this.database.read((tx) => this.runs.find(tx, tx.tenantId, id));
    if (run === undefined) throw complianceErrors.AUDIT_VERIFICATION_NOT_FOUND();
    return presentRun(run);
  }
}
