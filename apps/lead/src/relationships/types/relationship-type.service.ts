import { Inject, Injectable } from '@nestjs/common';
import { type CreateRelationshipType, RELATIONSHIP_TYPES_MAX, type RelationshipType } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { relationshipErrors } from '../relationship.errors.js';
import type { TypeRecord } from '../relationship.js';
import { allTypes, clash, presentType } from '../relationship.rules.js';
import { RelationshipTypeRepository } from './relationship-type.repository.js';

/** Kinds of relationships that a tenant knows. */
@Injectable()
export class RelationshipTypeService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly types: RelationshipTypeRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<{ items: RelationshipType[] }> {
    return { items: (await this.database.read((tx) => this.all(tx))).map(presentType) };
  }

  /** @throws DomainError `LEAD.RELATIONSHIP_TYPE_TAKEN`, `LEAD.RELATIONSHIP_TYPE_LIMIT` */
  create({ name, inverse = name, influence }: CreateRelationshipType): Promise<RelationshipType> {
    const type: TypeRecord = { name, inverse, influence: inverse === name ? 'both' : influence };
    return this.database.write(async (tx) => {
      await this.types.hold(tx, tx.tenantId);
      const own = await this.types.findAll(tx, tx.tenantId);
      const taken = allTypes(own).find((other) => clash(type, other));
      if (taken) throw relationshipErrors.RELATIONSHIP_TYPE_TAKEN({ extra: { by: presentType(taken) } });
      if (own.length >= RELATIONSHIP_TYPES_MAX) throw relationshipErrors.RELATIONSHIP_TYPE_LIMIT();
      await this.types.create(tx, tx.tenantId, type, this.clock.now());
      return presentType(type);
    });
  }

  /** @throws DomainError `LEAD.RELATIONSHIP_TYPE_NOT_FOUND`, `LEAD.RELATIONSHIP_TYPE_USED` */
  delete(name: string): Promise<void> {
    return this.database.write(async (tx) => {
      await this.types.hold(tx, tx.tenantId);
      const own = await this.types.findAll(tx, tx.tenantId);
      if (!own.some((type) => type.name === name)) throw relationshipErrors.RELATIONSHIP_TYPE_NOT_FOUND();
      if (await this.types.isUsed(tx, tx.tenantId, name)) throw relationshipErrors.RELATIONSHIP_TYPE_USED();
      await this.types.delete(tx, tx.tenantId, name);
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
}
