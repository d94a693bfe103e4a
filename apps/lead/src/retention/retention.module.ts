import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { RetentionCountService, RetentionStateService } from '@leadstream/retention';
import { Module } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { LeadRetentionService } from './lead-retention.service.js';
import { RETAINED_TABLES } from './retained-tables.js';
import { RetentionCountController } from './retention-count.controller.js';
import { RetentionConsumer } from './retention.consumer.js';

const counts = {
  provide: RetentionCountService,
  inject: [TenantDatabase, CLOCK],
  useFactory: (database: TenantDatabase, clock: Clock) => new RetentionCountService(database, RETAINED_TABLES, clock),
};

@Module({
  controllers: [RetentionConsumer, RetentionCountController],
  providers: [RetentionStateService, LeadRetentionService, counts],
  exports: [LeadRetentionService],
})
export class RetentionModule {}
