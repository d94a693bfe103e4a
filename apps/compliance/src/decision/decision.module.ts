import { PHONE_AREAS } from '../tokens.js';
import { DecisionLogService } from './decision-log.service.js';
import { DecisionMakerService } from './decision-maker.service.js';
import { DecisionController } from './decision.controller.js';
import { DecisionReadModel } from './decision.read-model.js';
import { DecisionRepository } from './decision.repository.js';
import { DecisionService } from './decision.service.js';
import { ContactFactsService } from './facts/contact-facts.service.js';
import { PhoneAreasService } from './place/phone-areas.service.js';
import { WhereaboutsService } from './place/whereabouts.service.js';
import { ContactPolicyController } from './policy/contact-policy.controller.js';
import { ContactPolicyRepository } from './policy/contact-policy.repository.js';
import { ContactPolicyService } from './policy/contact-policy.service.js';
import { PolicyActivationService } from './policy/policy-activation.service.js';
import { PolicyController } from './policy/policy.controller.js';
import { PolicyRepository } from './policy/policy.repository.js';
import { PolicyService } from './policy/policy.service.js';
import { RehearsalChangeRepository } from './rehearsal/rehearsal-change.repository.js';
import { RehearsalJournalService } from './rehearsal/journal/rehearsal-journal.service.js';
import { RehearsalRunService } from './rehearsal/rehearsal-run.service.js';
import { RehearsalController } from './rehearsal/rehearsal.controller.js';
import { RehearsalRepository } from './rehearsal/rehearsal.repository.js';
import { RehearsalService } from './rehearsal/rehearsal.service.js';
import { PastDecisionReadModel } from './rehearsal/trial/past-decision.read-model.js';
import { RehearsalTrialService } from './rehearsal/trial/rehearsal-trial.service.js';
import { DecisionKeyRepository } from './signature/decision-key.repository.js';
import { DecisionSignerService } from './signature/decision-signer.service.js';
import { VerificationService } from './verification.service.js';

const decisions = [
  DecisionService,
  DecisionMakerService,
  ContactFactsService,
  WhereaboutsService,
  DecisionLogService,
  DecisionReadModel,
  DecisionRepository,
  DecisionSignerService,
  DecisionKeyRepository,
  VerificationService,
  ContactPolicyService,
  ContactPolicyRepository,
  { provide: PHONE_AREAS, useClass: PhoneAreasService },
];
const policies = [
  PolicyService,
  PolicyActivationService,
  PolicyRepository,
  RehearsalService,
  RehearsalRunService,
  RehearsalJournalService,
  RehearsalTrialService,
  RehearsalRepository,
  RehearsalChangeRepository,
  PastDecisionReadModel,
];

/** Contact decisions, policies and their rehearsals. */
export const decisionParts = {
  controllers: [DecisionController, ContactPolicyController, PolicyController, RehearsalController],
  providers: [...decisions, ...policies],
};
