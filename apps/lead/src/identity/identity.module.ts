import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { IdentifyService } from './identify.service.js';
import { IdentityClaimService } from './identity-claim.service.js';
import { IdentityController } from './identity.controller.js';
import { IdentityRepository } from './identity.repository.js';
import { IdentityService } from './identity.service.js';
import { KnownPersonService } from './known-person.service.js';

@Module({
  imports: [LeadStoreModule, SettingsModule],
  controllers: [IdentityController],
  providers: [IdentityService, IdentifyService, IdentityClaimService, KnownPersonService, IdentityRepository],
  exports: [IdentityClaimService],
})
export class IdentityModule {}
