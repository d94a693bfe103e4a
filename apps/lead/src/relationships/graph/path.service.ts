import { Injectable } from '@nestjs/common';
import { type LeadPath, PATH_MAX_HOPS } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { relationshipErrors } from '../relationship.errors.js';
import { readTypeList } from '../relationship.rules.js';
import { RelationshipTypeService } from '../types/relationship-type.service.js';
import { EdgeReadModel } from './edge.read-model.js';
import { presentEdge } from './edge.rules.js';
import type { TypeNames } from './graph.js';

/** Leads that are come by on both sides together before the search is given up. */
const MOST_LEADS = 10_000;
/** Between two neighbours on the way; the first is shown. */
const MOST_EDGES = 1_000;

/** How a search ended: with a way, without one, or with one that is longer than what is looked for. */
type Found = readonly Uuid[] | 'none' | 'beyond-limit';

/** One side of a search: each lead that was come to and where from, and those that were come to last. */
interface Side {
  readonly cameFrom: Map<Uuid, Uuid | undefined>;
  frontier: readonly Uuid[];
}

/** Ways between leads. */
@Injectable()
export class PathService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly types: RelationshipTypeService,
    private readonly edges: EdgeReadModel,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.RELATIONSHIP_TYPE_UNKNOWN`, `LEAD.RELATIONSHIP_TO_ITSELF`, `LEAD.GRAPH_TOO_LARGE` */
  find(leadId: Uuid, otherId: Uuid, stated: string | undefined): Promise<LeadPath> {
    return this.database.read(async (tx) => {
      const [types, { leadId: from }, { leadId: to }] = await Promise.all([
        this.types.all(tx),
        this.leads.find(tx, leadId),
        this.leads.find(tx, otherId),
      ]);
      if (from === to) throw relationshipErrors.RELATIONSHIP_TO_ITSELF();
      const names = readTypeList(types, stated);
      const way = await this.search(tx, from, to, names);
      if (typeof way === 'string') return { from, to, hops: null, beyondLimit: way === 'beyond-limit', nodes: [], edges: [] };
      const [facts, between] = await Promise.all([this.edges.findNodes(tx, way), this.edges.findAmong(tx, way, names, MOST_EDGES)]);
      const nodes = way.flatMap((id, hops) => {
        const node = facts.get(id);
        return node ? [{ ...node, hops }] : [];
      });
      const edges = way.slice(1).flatMap((lead, index) => {
        const before = way[index];
        const edge = between.find((each) => (each.from === before && each.to === lead) || (each.from === lead && each.to === before));
        return edge ? [presentEdge(edge, types)] : [];
      });
      return { from, to, hops: way.length - 1, beyondLimit: false, nodes, edges };
    });
  }

  /**
   * From both ends, a whole hop of the narrower side at a time. Whoever comes first to a lead that the other side knows has a shortest way:
   * neither side had met before, so there is no shorter one.
   */
  private async search(tx: Tx, from: Uuid, to: Uuid, types: TypeNames): Promise<Found> {
    const start: Side = { cameFrom: new Map([[from, undefined]]), frontier: [from] };
    const goal: Side = { cameFrom: new Map([[to, undefined]]), frontier: [to] };
    for (let hop = 0; hop < PATH_MAX_HOPS; hop += 1) {
      const [side, other] = start.frontier.length <= goal.frontier.length ? [start, goal] : [goal, start];
      const room = MOST_LEADS - start.cameFrom.size - goal.cameFrom.size;
      const next = await this.edges.findNext(tx, side.frontier, [...side.cameFrom.keys()], types, room + 1);
      for (const { leadId, cameFrom } of next) side.cameFrom.set(leadId, cameFrom);
      side.frontier = next.map(({ leadId }) => leadId);
      const meeting = side.frontier.find((leadId) => other.cameFrom.has(leadId));
      if (meeting !== undefined) return [...wayBack(start, meeting).toReversed(), ...wayBack(goal, meeting).slice(1)];
      if (next.length > room) throw relationshipErrors.GRAPH_TOO_LARGE({ extra: { most: MOST_LEADS } });
      if (next.length === 0) return 'none';
    }
    return this.hangTogether(tx, from, to, types);
  }

  /** Whether there is a way at all, however long. */
  private async hangTogether(tx: Tx, from: Uuid, to: Uuid, types: TypeNames): Promise<Found> {
    const group = await this.edges.findGroup(tx, from, types, MOST_LEADS + 1);
    if (group.includes(to)) return 'beyond-limit';
    if (group.length > MOST_LEADS) throw relationshipErrors.GRAPH_TOO_LARGE({ extra: { most: MOST_LEADS } });
    return 'none';
  }
}

/** From a lead back to where its side began. */
function wayBack({ cameFrom }: Side, leadId: Uuid): Uuid[] {
  const way: Uuid[] = [];
  for (let at: Uuid | undefined = leadId; at !== undefined; at = cameFrom.get(at)) way.push(at);
  return way;
}
