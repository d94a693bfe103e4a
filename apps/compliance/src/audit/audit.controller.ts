import {
  exportAuditTrail,
  listAuditTrail,
  listAuditVerifications,
  readAuditVerification,
  startAuditVerification,
  verifyAuditTrail,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { currentTenantId } from '../current-tenant.js';
import { AuditExportService } from './export/audit-export.service.js';
import { AuditSearchService } from './search/audit-search.service.js';
import { ChainVerification } from './verification/chain-verification.service.js';
import { VerificationRunService } from './verification/run/verification-run.service.js';

const EXPORT_HEADERS = {
  'content-type': 'application/x-ndjson',
  'content-disposition': 'attachment; filename="audit.ndjson"',
  'cache-control': 'no-store',
} as const;

@Controller()
export class AuditController {
  constructor(
    private readonly search: AuditSearchService,
    private readonly verification: ChainVerification,
    private readonly runs: VerificationRunService,
    private readonly exports: AuditExportService,
  ) {}

  @Route(listAuditTrail)
  list(@Input() { query }: InputOf<typeof listAuditTrail>) {
    return this.search.list(query);
  }

  @Route(verifyAuditTrail)
  verify(@Input() { body }: InputOf<typeof verifyAuditTrail>) {
    return this.verification.verify(currentTenantId(), body);
  }

  @Route(startAuditVerification)
  async startVerification(@Input() { body }: InputOf<typeof startAuditVerification>) {
    const run = await this.runs.start(body);
    return reply(run, { location: `/v1/audit/verifications/${run.id}` });
  }

  @Route(listAuditVerifications)
  listVerifications(@Input() { query }: InputOf<typeof listAuditVerifications>) {
    return this.runs.list(query);
  }

  @Route(readAuditVerification)
  readVerification(@Input() { params }: InputOf<typeof readAuditVerification>) {
    return this.runs.read(params.id);
  }

  @Route(exportAuditTrail)
  async export(@Input() { query }: InputOf<typeof exportAuditTrail>) {
    return reply(await this.exports.open(query), { headers: EXPORT_HEADERS });
  }
}
