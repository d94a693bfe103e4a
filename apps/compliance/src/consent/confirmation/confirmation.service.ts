import {
  type ConfirmationStatus,
  type ConsentConfirmation,
  consentConfirmationRequestedV1,
  type RequestConfirmationBody,
  type RequestedConfirmation,
} from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { CLOCK, IDS } from '../../tokens.js';
import { ConsentLedgerService } from '../consent-ledger.service.js';
import { newLinkToken } from '../link/link-token.js';
import { isGone } from '../person/person.rules.js';
import { PersonService } from '../person/person.service.js';
import { SpokenConsentService } from '../person/spoken-consent.service.js';
import type { Confirmation } from './confirmation.js';
import { ConfirmationRepository } from './confirmation.repository.js';
import { ConfirmationStateService } from './confirmation-state.service.js';

const HOUR_MS = 3_600_000;

/** Asks people to confirm their consent. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: ConfirmationRepository,
    private readonly states: ConfirmationStateService,
    private readonly persons: PersonService,
    private readonly spoken: SpokenConsentService,
    private readonly ledger: ConsentLedgerService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** A lead that is not known yet may be asked too: its events may be on their way. Of the token nothing but its digest is kept. */
  request(body: RequestConfirmationBody): Promise<RequestedConfirmation> {
    return this.database.write(async (tx) => {
      const [sequence = 0] = await this.ledger.lock(tx, tx.tenantId, [body.leadId]);
      const person = await this.persons.find(tx, body.leadId);
      if (isGone(person.family)) throw complianceErrors.LEAD_DELETED();
      const requestedAt = await this.spoken.presentInstant(tx, person, body, this.clock.now());
      const addressHash = await this.states.addressHashOf(tx, person, body.channel);
      const asked = { ...askedOf(body, this.ids.next(), requestedAt), addressHash };
      const { token, digest } = newLinkToken(tx.tenantId);
      await this.repository.create(tx, tx.tenantId, asked, digest);
      const told = { ...toldOf(asked), path: `/v1/confirm-consent/${token}` };
      await this.tell(tx, told, sequence);
      return told;
    });
  }

  get(id: string): Promise<ConsentConfirmation> {
    return this.database.read(async (tx) => {
      const confirmation = await this.repository.findById(tx, tx.tenantId, id);
      if (!confirmation) throw complianceErrors.CONFIRMATION_NOT_FOUND();
      const person = await this.persons.find(tx, confirmation.leadId);
      const status: ConfirmationStatus = await this.states.statusOf(tx, confirmation, person, this.clock.now());
      const { confirmedAt, entryId } = confirmation;
      return { ...toldOf(confirmation), status, confirmedAt: confirmedAt?.toISOString() ?? null, entryId };
    });
  }

  private async tell(tx: Tx, told: RequestedConfirmation, sequence: number): Promise<void> {
    const { id: confirmationId, source: _source, ...data } = told;
    await this.outbox.add(tx, consentConfirmationRequestedV1, {
      data: { ...data, confirmationId },
      sequence,
      time: new Date(told.requestedAt),
    });
  }
}

type Asked = Omit<Confirmation, 'confirmedAt' | 'entryId'>;

function askedOf(body: RequestConfirmationBody, id: string, requestedAt: Date): Omit<Asked, 'addressHash'> {
  const { leadId, channel, purpose, sender, wording, textVersion, source, form, language, expiresInHours, consentDays } = body;
  return {
    id,
    leadId,
    channel,
    purpose,
    sender,
    wording: wording ?? null,
    textVersion: textVersion ?? null,
    source,
    form: form ?? null,
    language: language ?? null,
    consentDays: consentDays ?? null,
    requestedAt,
    expiresAt: new Date(requestedAt.getTime() + expiresInHours * HOUR_MS),
  };
}

function toldOf({ id, leadId, channel, purpose, sender, textVersion, source, language, requestedAt, expiresAt }: Asked) {
  const instants = { requestedAt: requestedAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { id, leadId, channel, purpose, sender, textVersion, source, language, ...instants };
}
