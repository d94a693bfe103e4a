import { Injectable } from '@nestjs/common';
import type { LeadGroup } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { workOff } from '../../work/work-off.js';
import { relationshipErrors } from '../relationship.errors.js';
import type { TypeRecord } from '../relationship.js';
import { readTypeList } from '../relationship.rules.js';
import { RelationshipTypeService } from '../types/relationship-type.service.js';
import { EdgeReadModel } from './edge.read-model.js';
import type { GroupEdge } from './graph.js';
import { influenceOf } from './influence.rules.js';
import { Ranking } from './ranking.rules.js';

/** Larger groups would take too much memory and time of a request. */
const MOST_LEADS = 200_000;
const MOST_EDGES = 250_000;

interface Group {
  readonly leadId: Uuid;
  /** By id. */
  readonly members: readonly Uuid[];
  readonly edges: readonly GroupEdge[];
  readonly types: readonly TypeRecord[];
}

/** Leads that hang together, and how much weight each has among them. */
@Injectable()
export class GroupService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly types: RelationshipTypeService,
    private readonly edges: EdgeReadModel,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.RELATIONSHIP_TYPE_UNKNOWN`, `LEAD.GRAPH_TOO_LARGE` */
  async read(asked: Uuid, { types, limit }: { readonly types?: string | undefined; readonly limit: number }): Promise<LeadGroup> {
    const { leadId, members, ...group } = await this.find(asked, types);
    // No connection waits for it, and other requests have their turn in between.
    const ranking = new Ranking(await workOff(influenceOf(members, group.edges, group.types)));
    const first = ranking.first(limit).map(({ place, ...ranked }) => ({ id: members[place] ?? leadId, ...ranked }));
    const ids = first.map(({ id }) => id);
    const facts = await this.database.read((tx) => this.edges.findNodes(tx, ids));
    const { influence01, rank } = ranking.at(members.indexOf(leadId));
    const leaders = first.flatMap((leader) => {
      const node = facts.get(leader.id);
      return node ? [{ ...node, ...leader }] : [];
    });
    return { leadId, size: members.length, influence01, rank, leaders };
  }

  private find(asked: Uuid, stated: string | undefined): Promise<Group> {
    return this.database.read(async (tx) => {
      const [types, { leadId }] = await Promise.all([this.types.all(tx), this.leads.find(tx, asked)]);
      const names = readTypeList(types, stated);
      const members = await this.edges.findGroup(tx, leadId, names, MOST_LEADS + 1);
      if (members.length > MOST_LEADS) throw relationshipErrors.GRAPH_TOO_LARGE({ extra: { most: MOST_LEADS } });
      const edges = await this.edges.findWithin(tx, members, names, MOST_EDGES + 1);
      if (edges.length > MOST_EDGES) throw relationshipErrors.GRAPH_TOO_LARGE({ extra: { mostRelationships: MOST_EDGES } });
      return { leadId, members, edges, types };
    });
  }
}
