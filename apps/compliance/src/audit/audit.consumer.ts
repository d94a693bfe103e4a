import { complianceAudit, type RecordedEvent } from '@leadstream/contracts';
import { done, OnRecords, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import { RecordingService } from './recording.service.js';

@Controller()
export class AuditConsumer {
  constructor(private readonly recording: RecordingService) {}

  @OnRecords(complianceAudit.topics, { group: complianceAudit.name })
  async onRecords(events: RecordedEvent[], tx: Tx): Promise<Outcome> {
    await this.recording.record(tx, tx.tenantId, events);
    return done();
  }
}
