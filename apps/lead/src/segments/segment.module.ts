import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { SelectionModule } from '../selection/selection.module.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';
import { SegmentFillService } from './fill/segment-fill.service.js';
import { SegmentFillingRepository } from './fill/segment-filling.repository.js';
import { SegmentWorker } from './fill/segment-worker.service.js';
import { InheritanceRepository } from './members/inheritance.repository.js';
import { InheritanceService } from './members/inheritance.service.js';
import { MemberChangeService } from './members/member-change.service.js';
import { SegmentMemberService } from './members/segment-member.service.js';
import { CompiledSegmentsService } from './membership/compiled-segments.service.js';
import { KnownLeadsService } from './membership/known-leads.service.js';
import { MembershipService } from './membership/membership.service.js';
import { SegmentNewsService } from './membership/segment-news.service.js';
import { PreviewSegmentService } from './preview-segment.service.js';
import { SegmentController } from './segment.controller.js';
import { SegmentService } from './segment.service.js';
import { MemberRepository } from './store/member.repository.js';
import { SegmentAccessService } from './store/segment-access.service.js';
import { SegmentHistoryReadModel } from './store/segment-history.read-model.js';
import { SegmentRepository } from './store/segment.repository.js';
import { SegmentTellingService } from './store/segment-telling.service.js';
import { RecountReadModel } from './verify/recount.read-model.js';
import { SegmentVerificationService } from './verify/segment-verification.service.js';

const stores = [SegmentRepository, MemberRepository, SegmentHistoryReadModel, SegmentAccessService, SegmentTellingService];
const memberships = [MembershipService, CompiledSegmentsService, KnownLeadsService, SegmentNewsService];
const members = [SegmentMemberService, MemberChangeService, InheritanceService, InheritanceRepository];
const fills = [SegmentFillService, SegmentFillingRepository, SegmentWorker];
const verification = [SegmentVerificationService, RecountReadModel];

@Module({
  imports: [LeadStoreModule, TagStoreModule, SelectionModule, ScoringModule, FactsModule],
  controllers: [SegmentController],
  providers: [...stores, ...memberships, ...members, ...fills, SegmentService, PreviewSegmentService, ...verification],
  exports: [SegmentNewsService, SegmentVerificationService, SegmentAccessService],
})
export class SegmentModule {}
