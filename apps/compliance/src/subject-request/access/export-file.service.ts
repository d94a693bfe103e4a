import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { RegisterService } from '../../processing-register/register.service.js';
import { CLOCK } from '../../tokens.js';
import { SubjectRequestReadModel } from '../store/subject-request.read-model.js';
import { subjectRequestErrors } from '../subject-request.errors.js';
import { presentExport } from './export-state.rules.js';
import { ExportRepository } from './export.repository.js';
import type { AnswerPart } from './gathered-answer.js';
import type { PersonFile } from './person-file.js';

/** Files for persons, made of what was gathered while they are downloaded. */
@Injectable()
export class ExportFileService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly requests: SubjectRequestReadModel,
    private readonly exports: ExportRepository,
    private readonly register: RegisterService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND`, `COMPLIANCE.SUBJECT_EXPORT_NOT_FOUND` */
  open(requestId: Uuid): Promise<PersonFile> {
    return this.database.read(async (tx) => {
      const request = await this.requests.findById(tx, tx.tenantId, requestId);
      // In this order: when the last part comes in between, it is complete, and not gathering with nothing missing.
      const progress = await this.exports.findProgress(tx, tx.tenantId, requestId);
      const record = await this.exports.find(tx, tx.tenantId, requestId);
      if (request === undefined) throw subjectRequestErrors.SUBJECT_REQUEST_NOT_FOUND();
      if (record === undefined || record.removedAt !== null) throw subjectRequestErrors.SUBJECT_EXPORT_NOT_FOUND();
      return {
        kind: request.kind,
        receivedAt: request.receivedAt,
        madeAt: this.clock.now(),
        leadId: request.leadId,
        export: presentExport(record, progress),
        information: await this.register.information(tx),
        parts: this.readParts(tx.tenantId, requestId),
      };
    });
  }

  /** A short read for each part: a slow download holds nothing. */
  private async *readParts(tenantId: Uuid, requestId: Uuid): AsyncGenerator<AnswerPart, void, undefined> {
    let after: Pick<AnswerPart, 'service' | 'part'> = { service: '', part: 0 };
    for (;;) {
      const from = after;
      const part = await this.database.readInTenant(tenantId, (tx) => this.exports.findNextPart(tx, tenantId, requestId, from));
      if (part === undefined) return;
      yield part;
      after = part;
    }
  }
}
