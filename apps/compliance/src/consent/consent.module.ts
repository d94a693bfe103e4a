import { CapturedConsentService } from './captured-consent.service.js';
import { ConfirmService } from './confirmation/confirm.service.js';
import { ConfirmationStateService } from './confirmation/confirmation-state.service.js';
import { ConfirmationController } from './confirmation/confirmation.controller.js';
import { ConfirmationRepository } from './confirmation/confirmation.repository.js';
import { ConfirmationService } from './confirmation/confirmation.service.js';
import { ConsentLedgerService } from './consent-ledger.service.js';
import { ConsentController } from './consent.controller.js';
import { ConsentReadModel } from './consent.read-model.js';
import { ConsentRepository } from './consent.repository.js';
import { ConsentService } from './consent.service.js';
import { ConsentExpiryRepository } from './expiry/consent-expiry.repository.js';
import { ConsentExpiryService } from './expiry/consent-expiry.service.js';
import { LinkDoorService } from './link/link-door.service.js';
import { KnownLinesService } from './lifting/known-lines.service.js';
import { PageService } from './page/page.service.js';
import { ObjectionService } from './objection/objection.service.js';
import { ConsentStateService } from './person/consent-state.service.js';
import { PersonLedgerService } from './person/person-ledger.service.js';
import { PersonService } from './person/person.service.js';
import { SharedWithdrawalService } from './person/shared-withdrawal.service.js';
import { SpokenConsentService } from './person/spoken-consent.service.js';
import { PreferenceActionService } from './preferences/preference-action.service.js';
import { PreferenceCentreService } from './preferences/preference-centre.service.js';
import { PreferenceLinkRepository } from './preferences/preference-link.repository.js';
import { PreferenceLinkService } from './preferences/preference-link.service.js';
import { PreferenceRecordService } from './preferences/preference-record.service.js';
import { PreferenceController } from './preferences/preference.controller.js';
import { SubmittedConsentService } from './submitted-consent.service.js';

const ledger = [
  ConsentService,
  CapturedConsentService,
  KnownLinesService,
  SubmittedConsentService,
  ConsentLedgerService,
  ConsentReadModel,
  ConsentRepository,
  ConsentExpiryService,
  ConsentExpiryRepository,
];
const spoken = [
  ConsentStateService,
  PersonService,
  PersonLedgerService,
  SharedWithdrawalService,
  SpokenConsentService,
  ObjectionService,
  LinkDoorService,
  PageService,
  ConfirmationService,
  ConfirmService,
  ConfirmationStateService,
  ConfirmationRepository,
  PreferenceLinkService,
  PreferenceCentreService,
  PreferenceActionService,
  PreferenceRecordService,
  PreferenceLinkRepository,
];

/** The ledger of consents, and what people say on pages. */
export const consentParts = {
  controllers: [ConsentController, ConfirmationController, PreferenceController],
  providers: [...ledger, ...spoken],
};
