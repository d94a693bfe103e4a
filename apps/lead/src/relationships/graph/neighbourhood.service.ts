import { Injectable } from '@nestjs/common';
import type { LeadGraph } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { readTypeList } from '../relationship.rules.js';
import { RelationshipTypeService } from '../types/relationship-type.service.js';
import { EdgeReadModel } from './edge.read-model.js';
import { distinctEdges, presentEdge } from './edge.rules.js';
import type { TypeNames } from './graph.js';

/** Relationships of one drawing. */
const MOST_EDGES = 5_000;

export interface GraphQuery {
  readonly depth: number;
  readonly types?: string | undefined;
  /** Leads at most. */
  readonly limit: number;
}

/** The leads around one. */
@Injectable()
export class NeighbourhoodService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly types: RelationshipTypeService,
    private readonly edges: EdgeReadModel,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.RELATIONSHIP_TYPE_UNKNOWN` */
  read(asked: Uuid, { depth, types: stated, limit }: GraphQuery): Promise<LeadGraph> {
    return this.database.read(async (tx) => {
      const [types, { leadId }] = await Promise.all([this.types.all(tx), this.leads.find(tx, asked)]);
      const names = readTypeList(types, stated);
      const { hops, isCut } = await this.walk(tx, leadId, depth, names, limit);
      const reached = [...hops.keys()];
      const [facts, between] = await Promise.all([
        this.edges.findNodes(tx, reached),
        this.edges.findAmong(tx, reached, names, MOST_EDGES + 1),
      ]);
      const nodes = reached.flatMap((id) => {
        const node = facts.get(id);
        return node ? [{ ...node, hops: hops.get(id) ?? 0 }] : [];
      });
      const shown = distinctEdges(between.slice(0, MOST_EDGES)).filter(({ from, to }) => facts.has(from) && facts.has(to));
      const truncated = isCut || between.length > MOST_EDGES;
      return { leadId, depth, nodes, edges: shown.map((edge) => presentEdge(edge, types)), truncated };
    });
  }

  /** Hop by hop, one statement each: a lead is come to once, however many ways lead there. */
  private async walk(
    tx: Tx,
    leadId: Uuid,
    depth: number,
    types: TypeNames,
    limit: number,
  ): Promise<{ hops: ReadonlyMap<Uuid, number>; isCut: boolean }> {
    const hops = new Map<Uuid, number>([[leadId, 0]]);
    let frontier: readonly Uuid[] = [leadId];
    for (let hop = 1; hop <= depth && frontier.length > 0; hop += 1) {
      const room = limit - hops.size;
      const next = await this.edges.findNext(tx, frontier, [...hops.keys()], types, room + 1);
      frontier = next.slice(0, room).map((step) => step.leadId);
      for (const reached of frontier) hops.set(reached, hop);
      if (next.length > room) return { hops, isCut: true };
    }
    return { hops, isCut: false };
  }
}
