import type { Uuid } from '@leadstream/kernel';
import type { TypeRecord } from '../relationship.js';
import type { GroupEdge } from './graph.js';

/** Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", 1998: how often a random walk goes on. */
const DAMPING01 = 0.85;
/** Sum of what the scores still move by; they come to 1. */
const TOLERANCE01 = 1e-10;
/** 0.85 to the 200th is 8e-15: no graph needs more. */
const MOST_ROUNDS = 200;
/** Votes that are counted without a break: some milliseconds. */
const VOTES_AT_ONCE = 100_000;
/** Ids that are looked up without one. */
const IDS_AT_ONCE = 10_000;

/** Leads that speak for others, both by their places; each pair of entries is one vote. */
export interface Votes {
  readonly by: Int32Array;
  readonly for: Int32Array;
}

/**
 * How much weight each lead of a group has.
 * @returns a score for each, in their order; may be left for a moment often
 */
export function* influenceOf(
  leadIds: readonly Uuid[],
  edges: readonly GroupEdge[],
  types: readonly TypeRecord[],
): Generator<void, Float64Array> {
  return yield* pageRank(leadIds.length, yield* votesOf(leadIds, edges, types));
}

/** Whom relationships speak for: one end, or each end for the other. Both ends are among the leads. */
export function* votesOf(leadIds: readonly Uuid[], edges: readonly GroupEdge[], types: readonly TypeRecord[]): Generator<void, Votes> {
  const influences = new Map(types.map(({ name, influence }) => [name, influence]));
  const places = new Map<Uuid, number>();
  for (const leadId of leadIds) {
    places.set(leadId, places.size);
    if (places.size % IDS_AT_ONCE === 0) yield;
  }
  const [by, target] = [new Int32Array(2 * edges.length), new Int32Array(2 * edges.length)];
  let count = 0;
  const add = (voter: number, voted: number): void => {
    by[count] = voter;
    target[count] = voted;
    count += 1;
  };
  for (const [index, { type, from, to }] of edges.entries()) {
    const [one, other] = [places.get(from) ?? 0, places.get(to) ?? 0];
    const influence = influences.get(type) ?? 'both';
    if (influence !== 'to') add(other, one);
    if (influence !== 'from') add(one, other);
    if (index % IDS_AT_ONCE === IDS_AT_ONCE - 1) yield;
  }
  return { by: by.subarray(0, count), for: target.subarray(0, count) };
}

/**
 * PageRank. A lead has weight when leads of weight speak for it; one that speaks for nobody speaks for all alike.
 * @param count of the leads
 * @param votes between them; more than one by the same for the same count as often
 * @returns a score for each lead, above 0 and together 1; may be left for a moment after each round, and within those of many votes
 */
export function* pageRank(count: number, { by, for: target }: Votes): Generator<void, Float64Array> {
  const given = new Float64Array(count);
  for (const voter of by) given[voter] = (given[voter] ?? 0) + 1;
  let scores = new Float64Array(count).fill(1 / count);
  for (let round = 0, moved = 1; round < MOST_ROUNDS && moved > TOLERANCE01; round += 1) {
    const { next, shares } = shareOut(scores, given);
    for (let from = 0; from < by.length; from += VOTES_AT_ONCE) {
      if (from > 0) yield;
      addShares(next, shares, by.subarray(from, from + VOTES_AT_ONCE), target.subarray(from, from + VOTES_AT_ONCE));
    }
    moved = 0;
    for (let place = 0; place < count; place += 1) moved += Math.abs((next[place] as number) - (scores[place] as number));
    scores = next;
    yield;
  }
  return scores;
}

/** What each lead gives to each that it speaks for, and what all have alike. */
function shareOut(scores: Float64Array, given: Float64Array): { readonly next: Float64Array<ArrayBuffer>; readonly shares: Float64Array } {
  const count = scores.length;
  const shares = new Float64Array(count);
  let silent = 0;
  for (let place = 0; place < count; place += 1) {
    const [score, votes] = [scores[place] as number, given[place] as number];
    if (votes === 0) silent += score;
    else shares[place] = (DAMPING01 * score) / votes;
  }
  return { next: new Float64Array(count).fill((1 - DAMPING01 + DAMPING01 * silent) / count), shares };
}

function addShares(next: Float64Array, shares: Float64Array, by: Int32Array, target: Int32Array): void {
  for (let vote = 0; vote < by.length; vote += 1) {
    const voted = target[vote] as number;
    next[voted] = (next[voted] as number) + (shares[by[vote] as number] as number);
  }
}
