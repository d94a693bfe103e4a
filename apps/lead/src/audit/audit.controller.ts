import { Controller } from '@nestjs/common';
import { listLeadAudit, listLeadChanges } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { AuditService } from './audit.service.js';

@Controller()
export class AuditController {
  constructor(private readonly audits: AuditService) {}

  @Route(listLeadAudit)
  list(@Input() { params, query }: InputOf<typeof listLeadAudit>) {
    return this.audits.list(params.id, query);
  }

  @Route(listLeadChanges)
  listAll(@Input() { query }: InputOf<typeof listLeadChanges>) {
    return this.audits.listAll(query);
  }
}
