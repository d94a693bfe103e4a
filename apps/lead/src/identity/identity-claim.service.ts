import { Inject, Injectable } from '@nestjs/common';
import { visitorIdentifiedV1 } from '@leadstream/contracts';
import type { IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { MergePointerReadModel } from '../lead-store/merge-pointer.read-model.js';
import { identitiesAdded } from '../lead/identity-event.rules.js';
import type { LeadFields, LeadRecord } from '../lead/lead.js';
import { leadErrors } from '../lead/lead.errors.js';
import { IDS } from '../tokens.js';
import type { IdentityKey, IdentityRecord } from './identity.js';
import { IdentityRepository } from './identity.repository.js';

type Taken = { readonly identity: IdentityRecord } | { readonly owner: LeadRecord };

/** Says whose an identity is, and gives it to a lead. */
@Injectable()
export class IdentityClaimService {
  constructor(
    private readonly identities: IdentityRepository,
    private readonly leads: LeadRepository,
    private readonly pointers: MergePointerReadModel,
    private readonly uniqueness: LeadUniquenessService,
    private readonly outbox: Outbox,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** The live lead that is known by it, itself or by a lead that went into it. */
  async findOwner(tx: Tx, key: IdentityKey): Promise<LeadRecord | undefined> {
    const identity = await this.identities.findForUpdate(tx, tx.tenantId, key);
    return identity && this.ownerOf(tx, identity);
  }

  /**
   * Notes that a live lead is known by it, and when it was seen; of a deleted lead it is free.
   * @param claims the same as fields of a lead: no other lead may have it in its row
   * @throws DomainError `LEAD.DUPLICATE_*`, `LEAD.IDENTITY_TAKEN` with `existingId`; `LEAD.INVALID` when a lead's id is taken for a visitor's, or the visitor
   * was erased with its person: what it does is refused for ever
   */
  async claim(tx: Tx, leadId: Uuid, key: IdentityKey, claims: Partial<LeadFields>, now: Date): Promise<IdentityRecord> {
    await this.uniqueness.demandFreeInRows(tx, claims, leadId);
    if (await this.isLead(tx, key)) {
      throw leadErrors.INVALID({ errors: [{ path: 'visitorId', code: 'visitor.is_lead', message: 'Is the id of a lead.' }] });
    }
    if (await this.isErased(tx, key)) {
      const message = 'Was erased with its person; make a new id.';
      throw leadErrors.INVALID({ errors: [{ path: 'visitorId', code: 'visitor.erased', message }] });
    }
    const taken = await this.take(tx, leadId, key, now);
    if ('owner' in taken) throw leadErrors.IDENTITY_TAKEN({ extra: { existingId: taken.owner.leadId } });
    return taken.identity;
  }

  /** As {@link claim}, where nobody is proven and nobody may learn whose it is: what another live lead has, or is, stays as it was, and so does what was erased. */
  async claimWhereFree(tx: Tx, leadId: Uuid, key: IdentityKey & { readonly kind: 'visitor' }, now: Date): Promise<void> {
    if (!(await this.isLead(tx, key)) && !(await this.isErased(tx, key))) await this.take(tx, leadId, key, now);
  }

  /** Whether the person that the visitor was is erased: nothing is recorded under its id any more. */
  async isErased(tx: Tx, { kind, value }: IdentityKey): Promise<boolean> {
    return kind === 'visitor' && (await erasedAmong(tx, [value as Uuid])).size > 0;
  }

  private async isLead(tx: Tx, { kind, value }: IdentityKey): Promise<boolean> {
    return kind === 'visitor' && (await this.leads.exists(tx, tx.tenantId, value as Uuid));
  }

  /** @returns the other live lead that has it, when there is one: then nothing is written */
  private async take(tx: Tx, leadId: Uuid, key: IdentityKey, now: Date): Promise<Taken> {
    const identityId = key.kind === 'visitor' ? null : this.ids.next();
    const fresh = { ...key, identityId, leadId, version: 1, firstSeenAt: now, lastSeenAt: now };
    if (await this.identities.create(tx, tx.tenantId, fresh)) return { identity: await this.told(tx, fresh) };
    const known = await this.identities.findForUpdate(tx, tx.tenantId, key);
    if (!known) throw new Error('an identity was refused that nobody has');
    const owner = await this.ownerOf(tx, known);
    if (owner && owner.leadId !== leadId) return { owner };
    const next = owner
      ? { ...known, lastSeenAt: now > known.lastSeenAt ? now : known.lastSeenAt }
      : { ...fresh, identityId: known.identityId ?? identityId, version: known.version + 1 };
    await this.identities.update(tx, tx.tenantId, next);
    return { identity: owner ? next : await this.told(tx, next) };
  }

  private async ownerOf(tx: Tx, { leadId }: IdentityRecord): Promise<LeadRecord | undefined> {
    const survivorId = await this.pointers.findSurvivorId(tx, tx.tenantId, leadId);
    return this.leads.findById(tx, tx.tenantId, survivorId ?? leadId);
  }

  /** Other services have something under a visitor's id, and know whose an address is. */
  private async told(tx: Tx, identity: IdentityRecord): Promise<IdentityRecord> {
    const { kind, value: visitorId, leadId, version: sequence, firstSeenAt: time } = identity;
    if (kind === 'visitor') {
      const data = { visitorId, leadId, identifiedAt: time.toISOString() };
      await this.outbox.add(tx, visitorIdentifiedV1, { data, sequence, time });
    } else await this.outbox.addAll(tx, identitiesAdded([identity], time));
    return identity;
  }
}
