import {
  addressPermissionsStatedV1,
  complianceLeadProjection,
  dealClosedV1,
  dealDeletedV1,
  dealRestoredV1,
  dealStageChangedV1,
  type EventOf,
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadFormSubmittedV1,
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
  leadMergedV1,
  leadPermissionsRevertedV1,
  leadPermissionsStatedV1,
  leadRestoredV1,
  leadUnmergedV1,
  leadUpdatedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import { SubmittedConsentService } from '../consent/submitted-consent.service.js';
import { DealingService } from '../dealing/dealing.service.js';
import type { DealEvent } from '../dealing/dealing.rules.js';
import { RevertedPermissionService } from '../stated-permission/reverted-permission.service.js';
import { StatedPermissionService } from '../stated-permission/stated-permission.service.js';
import { KnownLeadService } from './known-lead.service.js';
import type { LeadEvent } from './known-lead.rules.js';

@Controller()
export class KnownLeadConsumer {
  constructor(
    private readonly knownLeads: KnownLeadService,
    private readonly consents: SubmittedConsentService,
    private readonly permissions: StatedPermissionService,
    private readonly reverted: RevertedPermissionService,
    private readonly dealings: DealingService,
  ) {}

  @OnEvents(
    [
      leadCapturedV1,
      leadUpdatedV1,
      leadDeletedV1,
      leadErasedV1,
      leadRestoredV1,
      leadMergedV1,
      leadUnmergedV1,
      visitorIdentifiedV1,
      leadIdentityAddedV1,
      leadIdentityRemovedV1,
    ],
    {
      group: complianceLeadProjection.name,
    },
  )
  async onLeadsChanged(events: LeadEvent[], tx: Tx): Promise<Outcome> {
    await this.knownLeads.apply(tx, tx.tenantId, events);
    return done();
  }

  @OnEvents([leadFormSubmittedV1], { group: complianceLeadProjection.name })
  async onFormsSubmitted(events: EventOf<typeof leadFormSubmittedV1>[], tx: Tx): Promise<Outcome> {
    await this.consents.append(tx, tx.tenantId, events);
    await this.dealings.takeForms(tx, tx.tenantId, events);
    return done();
  }

  @OnEvents([dealClosedV1, dealStageChangedV1, dealDeletedV1, dealRestoredV1], { group: complianceLeadProjection.name, personal: 'omit' })
  async onDealsChanged(events: DealEvent[], tx: Tx): Promise<Outcome> {
    await this.dealings.takeDeals(tx, tx.tenantId, events);
    return done();
  }

  @OnEvents([leadPermissionsStatedV1], { group: complianceLeadProjection.name })
  async onPermissionsStated(events: EventOf<typeof leadPermissionsStatedV1>[], tx: Tx): Promise<Outcome> {
    await this.permissions.take(tx, tx.tenantId, events);
    return done();
  }

  @OnEvents([addressPermissionsStatedV1], { group: complianceLeadProjection.name })
  async onAddressPermissionsStated(events: EventOf<typeof addressPermissionsStatedV1>[], tx: Tx): Promise<Outcome> {
    await this.permissions.takeAddresses(tx, tx.tenantId, events);
    return done();
  }

  @OnEvents([leadPermissionsRevertedV1], { group: complianceLeadProjection.name })
  async onPermissionsReverted(events: EventOf<typeof leadPermissionsRevertedV1>[], tx: Tx): Promise<Outcome> {
    await this.reverted.take(tx, tx.tenantId, events);
    return done();
  }
}
