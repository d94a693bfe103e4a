import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { AssignmentService } from './assigning/assignment.service.js';
import { BoardService } from './assigning/board.service.js';
import { ClaimService } from './assigning/claim.service.js';
import { DistributionWorker } from './assigning/distribution-worker.service.js';
import { QueueController } from './assigning/queue.controller.js';
import { QueueLevelService } from './assigning/queue-level.service.js';
import { QueueRepository } from './assigning/queue.repository.js';
import { QueueService } from './assigning/queue.service.js';
import { SittingService } from './assigning/sitting.service.js';
import { FairnessController } from './fairness/fairness.controller.js';
import { FairnessReadModel } from './fairness/fairness.read-model.js';
import { FairnessService } from './fairness/fairness.service.js';
import { AssignmentListReadModel } from './history/assignment-list.read-model.js';
import { OwnerController } from './history/owner.controller.js';
import { OwnerService } from './history/owner.service.js';
import { DistributionChangeRepository } from './journal/distribution-change.repository.js';
import { DistributionJournalService } from './journal/distribution-journal.service.js';
import { LoadReadModel } from './members/load.read-model.js';
import { MemberConsumer } from './members/member.consumer.js';
import { MemberController } from './members/member.controller.js';
import { MemberRepository } from './members/member.repository.js';
import { MemberService } from './members/member.service.js';
import { PoolController } from './pools/pool.controller.js';
import { PoolRepository } from './pools/pool.repository.js';
import { PoolService } from './pools/pool.service.js';
import { PastLeadReadModel } from './replay/past-lead.read-model.js';
import { ReplayController } from './replay/replay.controller.js';
import { ReplayService } from './replay/replay.service.js';
import { ReassignmentService } from './response/reassignment.service.js';
import { ResponseConsumer } from './response/response.consumer.js';
import { ResponseRepository } from './response/response.repository.js';
import { ResponseService } from './response/response.service.js';
import { RuleSetController } from './rules/rule-set.controller.js';
import { RuleSetRepository } from './rules/rule-set.repository.js';
import { RuleSetService } from './rules/rule-set.service.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';

const journal = [DistributionChangeRepository, DistributionJournalService];
const members = [MemberService, MemberRepository, LoadReadModel];
const rules = [PoolService, PoolRepository, RuleSetService, RuleSetRepository];
const assigning = [
  SittingService,
  BoardService,
  AssignmentService,
  ClaimService,
  QueueService,
  QueueRepository,
  QueueLevelService,
  DistributionWorker,
];
const responses = [ReassignmentService, ResponseService, ResponseRepository];
const reports = [OwnerService, AssignmentListReadModel, FairnessService, FairnessReadModel, ReplayService, PastLeadReadModel];

@Module({
  imports: [LeadStoreModule, TagStoreModule],
  controllers: [
    MemberController,
    MemberConsumer,
    PoolController,
    RuleSetController,
    QueueController,
    OwnerController,
    FairnessController,
    ReplayController,
    ResponseConsumer,
  ],
  providers: [...journal, ...members, ...rules, ...assigning, ...responses, ...reports],
  exports: [MemberService],
})
export class DistributionModule {}
