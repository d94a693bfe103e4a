import { Injectable } from '@nestjs/common';
import type { LeadGroup } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { relationshipErrors } from '../relationship.errors.js';
import { readTypeList } from '../relationship.rules.js';
import { RelationshipTypeService } from '../types/relationship-type.service.js';
import { EdgeReadModel } from './edge.read-model.js';
import { distinctEdges } from './edge.rules.js';
import { pageRank, votesOf } from './influence.rules.js';

/** Larger groups would hold the process up: scores of so many take some 50 ms. */
const MOST_LEADS = 10_000;
const MOST_EDGES = 50_000;
/** Digits behind the point: scores that should be equal differ by less. */
const SCORE_DIGITS = 8;

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
  read(leadId: Uuid, { types: stated, limit }: { readonly types?: string | undefined; readonly limit: number }): Promise<LeadGroup> {
    return this.database.read(async (tx) => {
      const [types] = await Promise.all([this.types.all(tx), this.leads.find(tx, leadId)]);
      const names = readTypeList(types, stated);
      const members = await this.edges.findGroup(tx, leadId, names, MOST_LEADS + 1);
      if (members.length > MOST_LEADS) throw relationshipErrors.GRAPH_TOO_LARGE({ extra: { most: MOST_LEADS } });
      const edges = await this.edges.findAmong(tx, members, names, MOST_EDGES + 1);
      if (edges.length > MOST_EDGES) throw relationshipErrors.GRAPH_TOO_LARGE({ extra: { mostRelationships: MOST_EDGES } });
      const ranked = rank(members, pageRank(members, votesOf(distinctEdges(edges), types)));
      const leaders = ranked.slice(0, limit);
      const facts = await this.edges.findNodes(
        tx,
        leaders.map(({ id }) => id),
      );
      const own = ranked.find(({ id }) => id === leadId) ?? { influence01: 1, rank: 1 };
      return {
        leadId,
        size: members.length,
        influence01: own.influence01,
        rank: own.rank,
        leaders: leaders.flatMap((leader) => {
          const node = facts.get(leader.id);
          return node ? [{ ...node, ...leader }] : [];
        }),
      };
    });
  }
}

interface Ranked {
  readonly id: Uuid;
  readonly influence01: number;
  /** Equal scores have equal ranks. */
  readonly rank: number;
}

function rank(members: readonly Uuid[], scores: Float64Array): Ranked[] {
  const scored = members.map((id, place) => ({ id, influence01: Number((scores[place] ?? 0).toFixed(SCORE_DIGITS)) }));
  scored.sort((a, b) => b.influence01 - a.influence01 || (a.id < b.id ? -1 : 1));
  const first = new Map<number, number>();
  scored.forEach(({ influence01 }, index) => first.has(influence01) || first.set(influence01, index + 1));
  return scored.map((each) => ({ ...each, rank: first.get(each.influence01) ?? 1 }));
}
