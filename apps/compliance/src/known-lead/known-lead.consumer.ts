import {
  complianceLeadProjection,
  leadCapturedV1,
  leadDeletedV1,
  leadPermissionsStatedV1,
  leadRestoredV1,
  leadUpdatedV1,
} from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import { KnownLeadService } from './known-lead.service.js';
import { StatedPermissionService } from '../stated-permission/stated-permission.service.js';
import type { PermissionsStated } from '../stated-permission/stated-permission.rules.js';
import type { LeadEvent } from './known-lead.rules.js';

@Controller()
export class KnownLeadConsumer {
  constructor(
    private readonly knownLeads: KnownLeadService,
    private readonly permissions: StatedPermissionService,
  ) {}

  @OnEvents([leadCapturedV1, leadUpdatedV1, leadDeletedV1, leadRestoredV1, leadPermissionsStatedV1], {
    group: complianceLeadProjection.name,
  })
  async onLeadsChanged(events: (LeadEvent | PermissionsStated)[], tx: Tx): Promise<Outcome> {
    await this.knownLeads.apply(tx, tx.tenantId, events.filter(isOfLead));
    await this.permissions.take(tx, tx.tenantId, events.filter(isOfPermissions));
    return done();
  }
}

const isOfPermissions = (event: LeadEvent | PermissionsStated): event is PermissionsStated => event.type === leadPermissionsStatedV1.type;
const isOfLead = (event: LeadEvent | PermissionsStated): event is LeadEvent => !isOfPermissions(event);
