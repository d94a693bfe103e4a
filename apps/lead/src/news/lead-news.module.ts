import { Module } from '@nestjs/common';
import { CrmModule } from '../crm/crm.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { SegmentModule } from '../segments/segment.module.js';
import { LeadNewsConsumer } from './lead-news.consumer.js';
import { LeadNewsService } from './lead-news.service.js';

@Module({
  imports: [ScoringModule, FactsModule, SegmentModule, CrmModule],
  controllers: [LeadNewsConsumer],
  providers: [LeadNewsService],
})
export class LeadNewsModule {}
