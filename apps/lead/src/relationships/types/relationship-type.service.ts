import { Inject, Injectable } from '@nestjs/common';
import {
  type CreateRelationshipType,
  RELATIONSHIP_TYPES_MAX,
  type RelationshipType,
  relationshipTypeChangedV1,
} from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK, IDS } from '../../tokens.js';
import { relationshipErrors } from '../relationship.errors.js';
import type { OwnTypeRecord, TypeRecord } from '../relationship.js';
import { allTypes, clash, presentType, toldType } from '../relationship.rules.js';
import { RelationshipTypeRepository } from './relationship-type.repository.js';

/** Kinds of relationships that a tenant knows; those that it adds and removes are told. */
@Injectable()
export class RelationshipTypeService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly types: RelationshipTypeRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async list(): Promise<{ items: RelationshipType[] }> {
    return { items: (await this.database.read((tx) => this.all(tx))).map(presentType) };
  }

  /** @throws DomainError `LEAD.RELATIONSHIP_TYPE_NOT_FOUND` */
  async read(name: string): Promise<RelationshipType> {
    const type = (await this.database.read((tx) => this.all(tx))).find((one) => one.name === name);
    if (!type) throw relationshipErrors.RELATIONSHIP_TYPE_NOT_FOUND();
    return presentType(type);
  }

  /** @throws DomainError `LEAD.RELATIONSHIP_TYPE_TAKEN`, `LEAD.RELATIONSHIP_TYPE_LIMIT` */
  create({ name, inverse = name, influence }: CreateRelationshipType): Promise<RelationshipType> {
    const type: OwnTypeRecord = { typeId: this.ids.next(), name, inverse, influence: inverse === name ? 'both' : influence };
    return this.database.write(async (tx) => {
      await this.types.hold(tx, tx.tenantId);
      const own = await this.types.findAll(tx, tx.tenantId);
      const taken = allTypes(own).find((other) => clash(type, other));
      if (taken) throw relationshipErrors.RELATIONSHIP_TYPE_TAKEN({ extra: { by: presentType(taken) } });
      if (own.length >= RELATIONSHIP_TYPES_MAX) throw relationshipErrors.RELATIONSHIP_TYPE_LIMIT();
      const now = this.clock.now();
      await this.types.create(tx, tx.tenantId, type, now);
      await this.tell(tx, type, 'created', now);
      return presentType(type);
    });
  }

  /** @throws DomainError `LEAD.RELATIONSHIP_TYPE_NOT_FOUND`, `LEAD.RELATIONSHIP_TYPE_USED` */
  delete(name: string): Promise<void> {
    return this.database.write(async (tx) => {
      await this.types.hold(tx, tx.tenantId);
      const own = await this.types.findAll(tx, tx.tenantId);
      const removed = own.find((type) => type.name === name);
      if (!removed) throw relationshipErrors.RELATIONSHIP_TYPE_NOT_FOUND();
      if (await this.types.isUsed(tx, tx.tenantId, name)) throw relationshipErrors.RELATIONSHIP_TYPE_USED();
      await this.types.delete(tx, tx.tenantId, name);
      await this.tell(tx, removed, 'deleted', this.clock.now());
    });
  }

  /** Every type: the defaults, then the tenant's own by name. */
  async all(tx: Tx): Promise<readonly TypeRecord[]> {
    return allTypes(await this.types.findAll(tx, tx.tenantId));
  }

  /** The same, none of them removed until the transaction ends. */
  async hold(tx: Tx): Promise<readonly TypeRecord[]> {
    await this.types.holdShared(tx, tx.tenantId);
    return this.all(tx);
  }

  private tell(tx: Tx, type: OwnTypeRecord, action: 'created' | 'deleted', at: Date): Promise<void> {
    const data = toldType(type, action, at);
    return this.outbox.add(tx, relationshipTypeChangedV1, { data, sequence: data.version, time: at });
  }
}
