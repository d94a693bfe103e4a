import type { Phrase } from './phrase.js';

/** A phrase that was found: `length` words from where it was looked for. */
export interface Found<Meaning> {
  readonly meaning: Meaning;
  readonly length: number;
}

interface Step<Meaning> {
  readonly next: Map<string, Step<Meaning>>;
  readonly ends: readonly Meaning[];
}

/** Many phrases, found together: one step a word, however many they are and whatever the text. */
export class PhraseBook<Meaning> {
  readonly #start: Step<Meaning>;

  constructor(phrases: readonly { readonly phrase: Phrase; readonly meaning: Meaning }[]) {
    const states = new StateGraph<Meaning>();
    const start = states.add();
    for (const { phrase, meaning } of phrases) states.finish(states.append(start, phrase), meaning);
    this.#start = determine(states, start);
  }

  /** Whether any phrase begins with the word; quicker to ask than for the phrases. */
  beginsWith(word: string): boolean {
    return this.#start.next.has(word);
  }

  /** @returns the phrases that begin at `at`, shortest first */
  *startingAt(words: readonly { readonly text: string }[], at: number): Iterable<Found<Meaning>> {
    let step = this.#start;
    for (let end = at; ; end += 1) {
      const following = step.next.get(words[end]?.text ?? '');
      if (following === undefined) return;
      step = following;
      for (const meaning of step.ends) yield { meaning, length: end + 1 - at };
    }
  }
}

/** The phrases as a graph in which several ways may lead on by the same word. */
class StateGraph<Meaning> {
  readonly byWord: Map<string, Set<number>>[] = [];
  readonly silent: Set<number>[] = [];
  readonly ends = new Map<number, Meaning[]>();

  add(): number {
    this.silent.push(new Set());
    return this.byWord.push(new Map()) - 1;
  }

  finish(state: number, meaning: Meaning): void {
    this.ends.set(state, [...(this.ends.get(state) ?? []), meaning]);
  }

  /** @returns the state after the phrase */
  append(from: number, phrase: Phrase): number {
    switch (phrase.kind) {
      case 'sequence':
        return phrase.parts.reduce((state, part) => this.append(state, part), from);
      case 'optional':
        return this.join([from, this.append(from, phrase.part)]);
      case 'choice':
        return this.join(phrase.parts.map((part) => this.append(from, part)));
      case 'word': {
        const to = this.add();
        const edges = this.byWord[from];
        edges?.set(phrase.word, (edges.get(phrase.word) ?? new Set()).add(to));
        return to;
      }
    }
  }

  private join(states: readonly number[]): number {
    const to = this.add();
    for (const state of states) this.silent[state]?.add(to);
    return to;
  }
}

/** Subset construction: ahead of use there is one way for each word, so that finding never goes back. */
function determine<Meaning>(graph: StateGraph<Meaning>, start: number): Step<Meaning> {
  const known = new Map<string, Step<Meaning>>();
  const open: { states: Set<number>; step: Step<Meaning> }[] = [];
  const stepOf = (seeds: Iterable<number>): Step<Meaning> => {
    const states = closure(graph, seeds);
    const key = [...states].sort((left, right) => left - right).join();
    const before = known.get(key);
    if (before) return before;
    const step = { next: new Map<string, Step<Meaning>>(), ends: [...states].flatMap((state) => graph.ends.get(state) ?? []) };
    known.set(key, step);
    open.push({ states, step });
    return step;
  };
  const first = stepOf([start]);
  for (let work = open.pop(); work !== undefined; work = open.pop()) {
    for (const [word, targets] of edgesOf(graph, work.states)) work.step.next.set(word, stepOf(targets));
  }
  return first;
}

function closure(graph: StateGraph<unknown>, seeds: Iterable<number>): Set<number> {
  const reached = new Set(seeds);
  for (const state of reached) graph.silent[state]?.forEach((next) => reached.add(next));
  return reached;
}

function edgesOf(graph: StateGraph<unknown>, states: ReadonlySet<number>): Map<string, Set<number>> {
  const edges = new Map<string, Set<number>>();
  for (const state of states) {
    for (const [word, targets] of graph.byWord[state] ?? []) {
      const all = edges.get(word) ?? new Set<number>();
      targets.forEach((target) => all.add(target));
      edges.set(word, all);
    }
  }
  return edges;
}
