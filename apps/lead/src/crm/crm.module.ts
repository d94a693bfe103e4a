import { Module } from '@nestjs/common';
import { NamedMemberReadModel } from '../distribution/members/named-member.read-model.js';
import { FactsModule } from '../facts/facts.module.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';
import { AccountService } from './connection/account.service.js';
import { ConnectionController } from './connection/connection.controller.js';
import { ConnectionRepository } from './connection/connection.repository.js';
import { ConnectionService } from './connection/connection.service.js';
import { DisconnectionService } from './connection/disconnection.service.js';
import { LinkJournalService } from './link/link-journal.service.js';
import { LinkListService } from './link/link-list.service.js';
import { LinkRepository } from './link/link.repository.js';
import { WaitingLeadRepository } from './link/waiting-lead.repository.js';
import { PeerDoorService } from './peer/peer-door.service.js';
import { PullService } from './pull/pull.service.js';
import { RemovalService } from './pull/removal.service.js';
import { HandBackService } from './push/hand-back.service.js';
import { OutboundService } from './push/outbound.service.js';
import { PreviewService } from './push/preview.service.js';
import { PushService } from './push/push.service.js';
import { TellingService } from './push/telling.service.js';
import { ToldLeadReadModel } from './push/told-lead.read-model.js';
import { ValueFactsService } from './reconcile/value-facts.service.js';
import { RunJournalService } from './run/journal/run-journal.service.js';
import { RunProgressService } from './run/run-progress.service.js';
import { RunStartService } from './run/start/run-start.service.js';
import { SyncLevelService } from './run/sync-level.service.js';
import { SyncRunController } from './run/sync-run.controller.js';
import { SyncRunRepository } from './run/sync-run.repository.js';
import { SyncRunService } from './run/sync-run.service.js';
import { SyncTurnService } from './run/sync-turn.service.js';
import { SyncWorker } from './run/sync-worker.service.js';

const connections = [ConnectionService, DisconnectionService, ConnectionRepository, AccountService, PeerDoorService];
const links = [LinkRepository, LinkListService, LinkJournalService, WaitingLeadRepository];
const runs = [
  SyncRunService,
  RunStartService,
  RunJournalService,
  SyncRunRepository,
  RunProgressService,
  SyncTurnService,
  SyncWorker,
  SyncLevelService,
];
const ways = [
  ValueFactsService,
  NamedMemberReadModel,
  PullService,
  RemovalService,
  HandBackService,
  PushService,
  TellingService,
  ToldLeadReadModel,
  PreviewService,
  OutboundService,
];

@Module({
  imports: [LeadStoreModule, SettingsModule, FactsModule, TagStoreModule],
  controllers: [ConnectionController, SyncRunController],
  providers: [...connections, ...links, ...runs, ...ways],
  exports: [SyncRunService, OutboundService],
})
export class CrmModule {}
