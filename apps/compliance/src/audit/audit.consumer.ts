import { complianceAudit } from '@leadstream/contracts';
import { type KnownRecords, OnRecords, type TenantRecords } from '@leadstream/messaging';
import type { SystemTx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import { RecordingService } from './recording.service.js';

@Controller()
export class AuditConsumer {
  constructor(private readonly recording: RecordingService) {}

  @OnRecords(complianceAudit.topics, { group: complianceAudit.name })
  onRecords(tenants: TenantRecords[], tx: SystemTx): Promise<KnownRecords> {
    return this.recording.record(tenants, tx);
  }
}
