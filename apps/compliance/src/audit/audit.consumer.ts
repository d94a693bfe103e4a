import { complianceAudit } from '@leadstream/contracts';
import { done, OnRecords, type Outcome, type TenantRecords } from '@leadstream/messaging';
import type { SystemTx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import { RecordingService } from './recording.service.js';

@Controller()
export class AuditConsumer {
  constructor(private readonly recording: RecordingService) {}

  @OnRecords(complianceAudit.topics, { group: complianceAudit.name })
  async onRecords(tenants: TenantRecords[], tx: SystemTx): Promise<Outcome> {
    await this.recording.record(tenants, tx);
    return done();
  }
}
