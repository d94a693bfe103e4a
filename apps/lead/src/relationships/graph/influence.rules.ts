import type { Uuid } from '@leadstream/kernel';
import type { TypeRecord } from '../relationship.js';
import type { Edge } from './graph.js';

/** Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", 1998: how often a random walk goes on. */
const DAMPING01 = 0.85;
/** Sum of what the scores still move by; they come to 1. */
const TOLERANCE01 = 1e-10;
/** 0.85 to the 200th is 8e-15: no graph needs more. */
const MOST_ROUNDS = 200;

/** One lead speaks for another. */
export interface Vote {
  readonly by: Uuid;
  readonly for: Uuid;
}

/** Whom relationships speak for: one end, or each end for the other. */
export function votesOf(edges: readonly Edge[], types: readonly TypeRecord[]): Vote[] {
  const influences = new Map(types.map(({ name, influence }) => [name, influence]));
  return edges.flatMap(({ type, from, to }) => {
    const influence = influences.get(type) ?? 'both';
    return [...(influence === 'to' ? [] : [{ by: to, for: from }]), ...(influence === 'from' ? [] : [{ by: from, for: to }])];
  });
}

/**
 * PageRank. A lead has weight when leads of weight speak for it; one that speaks for nobody speaks for all alike.
 * @param votes between the leads; more than one by the same for the same count as often
 * @returns a score for each lead, in their order, above 0 and together 1
 */
export function pageRank(leadIds: readonly Uuid[], votes: readonly Vote[]): Float64Array {
  const places = new Map(leadIds.map((leadId, place) => [leadId, place]));
  const by = Int32Array.from(votes, (vote) => places.get(vote.by) ?? -1);
  const target = Int32Array.from(votes, (vote) => places.get(vote.for) ?? -1);
  const count = leadIds.length;
  const given = new Float64Array(count);
  for (const voter of by) given[voter] = (given[voter] ?? 0) + 1;
  let scores = new Float64Array(count).fill(1 / count);
  for (let round = 0, moved = 1; round < MOST_ROUNDS && moved > TOLERANCE01; round += 1) {
    const silent = scores.reduce((sum, score, place) => (given[place] === 0 ? sum + score : sum), 0);
    const next = new Float64Array(count).fill((1 - DAMPING01 + DAMPING01 * silent) / count);
    for (let vote = 0; vote < by.length; vote += 1) {
      const [voter, voted] = [by[vote] as number, target[vote] as number];
      next[voted] = (next[voted] as number) + (DAMPING01 * (scores[voter] as number)) / (given[voter] as number);
    }
    moved = next.reduce((sum, score, place) => sum + Math.abs(score - (scores[place] as number)), 0);
    scores = next;
  }
  return scores;
}
