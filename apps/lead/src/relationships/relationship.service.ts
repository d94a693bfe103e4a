import { Inject, Injectable } from '@nestjs/common';
import { type CreateRelationship, type Relationship, relationshipAddedV1, relationshipRemovedV1 } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { currentCaller } from '../current-tenant.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import { CLOCK, IDS } from '../tokens.js';
import { type EndedRelationship, RelationshipListReadModel } from './relationship-list.read-model.js';
import { relationshipErrors } from './relationship.errors.js';
import type { RelationshipRecord, TypeRecord } from './relationship.js';
import { RelationshipRepository } from './relationship.repository.js';
import { endsOf, inverseOf, presentRelationship, readType, readTypeList } from './relationship.rules.js';
import { RelationshipTypeService } from './types/relationship-type.service.js';

/** What leads are to each other. */
@Injectable()
export class RelationshipService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly types: RelationshipTypeService,
    private readonly relationships: RelationshipRepository,
    private readonly lists: RelationshipListReadModel,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * @throws DomainError `LEAD.NOT_FOUND` (either lead), `LEAD.RELATIONSHIP_TYPE_UNKNOWN`, `LEAD.RELATIONSHIP_TO_ITSELF`,
   * `LEAD.RELATIONSHIP_EXISTS` with `existingId`
   */
  add(leadId: Uuid, stated: CreateRelationship): Promise<Relationship> {
    // Somebody may say the same between our look and our write: another look finds it.
    return untilNotOvertaken(() => this.database.write((tx) => this.addIn(tx, leadId, stated)));
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.RELATIONSHIP_TYPE_UNKNOWN` */
  list(
    leadId: Uuid,
    { types: stated, ...page }: { readonly limit: number; readonly cursor?: string | undefined; readonly types?: string | undefined },
  ): Promise<{ readonly items: readonly Relationship[]; readonly nextCursor: string | null }> {
    return this.database.read(async (tx) => {
      const [types] = await Promise.all([this.types.all(tx), this.leads.find(tx, leadId)]);
      const query = { ...page, types: readTypeList(types, stated) };
      const { found, nextCursor } = await this.lists.findPage(tx, tx.tenantId, leadId, query);
      return { items: found.map((relationship) => shownTo(leadId, relationship, types)), nextCursor };
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.RELATIONSHIP_NOT_FOUND` */
  read(leadId: Uuid, relationshipId: Uuid): Promise<Relationship> {
    return this.database.read(async (tx) => {
      const [types] = await Promise.all([this.types.all(tx), this.leads.find(tx, leadId)]);
      const found = await this.lists.find(tx, tx.tenantId, leadId, relationshipId);
      if (!found) throw relationshipErrors.RELATIONSHIP_NOT_FOUND();
      return shownTo(leadId, found, types);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.RELATIONSHIP_NOT_FOUND` */
  remove(leadId: Uuid, relationshipId: Uuid): Promise<void> {
    return this.database.write(async (tx) => {
      const [types] = await Promise.all([this.types.all(tx), this.leads.find(tx, leadId)]);
      const removed = await this.relationships.delete(tx, tx.tenantId, leadId, relationshipId);
      if (removed.length === 0) throw relationshipErrors.RELATIONSHIP_NOT_FOUND();
      const now = this.clock.now();
      const told = removed.map((relationship) => ({
        contract: relationshipRemovedV1,
        data: { ...toldOf(relationship, types), removedAt: now.toISOString() },
        sequence: 2,
        time: now,
      }));
      await this.outbox.addAll(tx, told);
    });
  }

  private async addIn(tx: Tx, leadId: Uuid, stated: CreateRelationship): Promise<Relationship> {
    const types = await this.types.hold(tx);
    await this.holdBoth(tx, leadId, stated.leadId);
    const ends = endsOf(readType(types, stated.type), leadId, stated.leadId);
    const relationship = { ...ends, relationshipId: this.ids.next(), actor: currentCaller().actor, createdAt: this.clock.now() };
    const same = await this.relationships.findSame(tx, tx.tenantId, relationship);
    if (same) throw relationshipErrors.RELATIONSHIP_EXISTS({ extra: { existingId: same.relationshipId } });
    await this.relationships.create(tx, tx.tenantId, relationship);
    const data = { ...toldOf(relationship, types), addedAt: relationship.createdAt.toISOString() };
    await this.outbox.add(tx, relationshipAddedV1, { data, sequence: 1, time: relationship.createdAt });
    return presentRelationship(relationship, types, { isFrom: stated.type === ends.type, otherId: stated.leadId });
  }

  private async holdBoth(tx: Tx, ...leadIds: readonly Uuid[]): Promise<void> {
    const held = await this.relationships.holdLeads(tx, tx.tenantId, leadIds);
    const absent = leadIds.find((leadId) => !held.includes(leadId));
    if (absent === undefined) return;
    await this.leads.find(tx, absent);
    throw leadErrors.NOT_FOUND();
  }
}

function shownTo(leadId: Uuid, relationship: EndedRelationship, types: readonly TypeRecord[]): Relationship {
  const isFrom = relationship.fromSurvivorId === leadId;
  const otherId = isFrom ? relationship.toSurvivorId : relationship.fromSurvivorId;
  return presentRelationship(relationship, types, { isFrom, otherId });
}

function toldOf({ relationshipId, type, fromLeadId, toLeadId }: RelationshipRecord, types: readonly TypeRecord[]) {
  return { relationshipId, type, inverse: inverseOf(types, type), fromLeadId, toLeadId };
}
