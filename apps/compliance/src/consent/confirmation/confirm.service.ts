import type { ConfirmationStatus, ConfirmationView } from '@leadstream/contracts';
import type { Clock, DomainError } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { LeadStreamService } from '../../lead-stream/lead-stream.service.js';
import { CLOCK } from '../../tokens.js';
import { LinkDoorService } from '../link/link-door.service.js';
import type { Visitor } from '../link/visitor.js';
import { WORDS } from '../page/languages/all-words.js';
import { pageLanguageOf } from '../page/negotiation.rules.js';
import { PersonService } from '../person/person.service.js';
import { SpokenConsentService } from '../person/spoken-consent.service.js';
import type { Confirmation } from './confirmation.js';
import { ConfirmationRepository } from './confirmation.repository.js';
import { ConfirmationStateService } from './confirmation-state.service.js';

const DOOR = 'confirm-consent';

/** Shows people what they are asked to confirm, and takes their word for it, once. */
@Injectable()
export class ConfirmService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly door: LinkDoorService,
    private readonly repository: ConfirmationRepository,
    private readonly states: ConfirmationStateService,
    private readonly persons: PersonService,
    private readonly leadStream: LeadStreamService,
    private readonly spoken: SpokenConsentService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Changes nothing: programs that look through mail open every link. */
  async read(visitor: Visitor): Promise<ConfirmationView> {
    const view = await this.door.enter(visitor, DOOR, (digest) =>
      this.database.read(async (tx) => {
        const confirmation = await this.find(tx, digest);
        const person = await this.persons.find(tx, confirmation.leadId);
        return viewOf(confirmation, await this.states.statusOf(tx, confirmation, person, this.clock.now()), visitor);
      }),
    );
    if (view === undefined) throw complianceErrors.CONFIRMATION_NOT_FOUND();
    return view;
  }

  /**
   * The consent is given from now on, with what proves it.
   * @throws DomainError `COMPLIANCE.CONFIRMATION_NOT_FOUND`, `CONFIRMATION_EXPIRED`, `CONFIRMATION_USED`, `CONFIRMATION_VOID`,
   * `CONFIRMATION_OUTDATED`
   */
  async confirm(visitor: Visitor): Promise<ConfirmationView> {
    const view = await this.door.enter(visitor, DOOR, (digest) => this.database.write((tx) => this.confirmOnce(tx, digest, visitor)));
    if (view === undefined) throw complianceErrors.CONFIRMATION_NOT_FOUND();
    return view;
  }

  private async confirmOnce(tx: Tx, digest: Buffer, visitor: Visitor): Promise<ConfirmationView> {
    const person = await this.persons.find(tx, (await this.find(tx, digest)).leadId);
    // From here on nobody else changes what this person said; a second click waits, and finds it confirmed.
    await this.leadStream.take(tx, tx.tenantId, [person.leadId]);
    const confirmation = await this.find(tx, digest);
    const now = this.clock.now();
    const status = await this.states.statusOf(tx, confirmation, person, now);
    if (status !== 'pending') throw REFUSALS[status]();
    const { id, channel, purpose, source, form, consentDays, addressHash } = confirmation;
    const view = viewOf(confirmation, 'confirmed', visitor);
    const textVersion = confirmation.textVersion ?? WORDS[view.language].version;
    const { clientIp, asked } = visitor;
    const proof = {
      confirmationId: id,
      clientIp,
      ...(addressHash !== null && { addressHash: addressHash.toString('hex') }),
      ...(form !== null && { form }),
      ...(asked.userAgent !== undefined && { userAgent: asked.userAgent }),
    };
    const holdsDays = consentDays ?? undefined;
    const [entry] = await this.spoken.say(tx, person, [{ channel, purpose, state: 'given', source, textVersion, proof, holdsDays }], now);
    if (entry) await this.repository.confirm(tx, tx.tenantId, id, entry.statedAt, entry.id);
    return view;
  }

  private async find(tx: Tx, digest: Buffer): Promise<Confirmation> {
    const confirmation = await this.repository.findByDigest(tx, tx.tenantId, digest);
    if (!confirmation) throw complianceErrors.CONFIRMATION_NOT_FOUND();
    return confirmation;
  }
}

const REFUSALS: Readonly<Record<Exclude<ConfirmationStatus, 'pending'>, () => DomainError>> = {
  confirmed: complianceErrors.CONFIRMATION_USED,
  expired: complianceErrors.CONFIRMATION_EXPIRED,
  void: complianceErrors.CONFIRMATION_VOID,
  outdated: complianceErrors.CONFIRMATION_OUTDATED,
};

function viewOf(confirmation: Confirmation, status: ConfirmationStatus, { asked }: Visitor): ConfirmationView {
  const { sender, channel, purpose, wording, expiresAt } = confirmation;
  const language = pageLanguageOf([asked.lang, confirmation.language, ...asked.accepted]);
  return { status, sender, channel, purpose, wording, language, expiresAt: expiresAt.toISOString() };
}
