import type { LeadLifecycle, LifecycleEvent, RollupCell } from './lifecycle.js';

/**
 * The lead's lifecycle after one more event.
 * @param state what was known before; undefined for a lead never heard of
 * @returns the same object when the event is older than the state or says nothing new
 */
export function applyEvent(state: LeadLifecycle | undefined, event: LifecycleEvent): LeadLifecycle | undefined {
  if (state && event.sequence <= state.sequence) return state;
  if (event.type === 'lead.captured') return begin(event);
  if (!state) return undefined;
  const next = { ...state, sequence: event.sequence };
  switch (event.type) {
    case 'lead.status-changed':
      // What a merge gives the survivor, the merged lead reached; its own events say so, and take it along when the merge is undone.
      return event.data.trigger === 'merge' ? next : { ...next, reached: reach(state.reached, event.data.to, event.data.changedAt) };
    case 'lead.updated':
      return { ...next, source: event.data.source };
    case 'lead.deleted':
      return { ...next, deleted: true };
    case 'lead.restored':
      return { ...next, source: event.data.source, deleted: false };
    case 'lead.merged':
      return { ...next, mergedInto: event.data.survivorId };
    case 'lead.unmerged':
      return { ...next, source: event.data.source, mergedInto: null };
  }
}

function begin(event: Extract<LifecycleEvent, { type: 'lead.captured' }>): LeadLifecycle {
  const { leadId, source, capturedAt, status, statusChangedAt = capturedAt } = event.data;
  return {
    leadId,
    sequence: event.sequence,
    source,
    capturedAt: new Date(capturedAt),
    reached: reach({}, status, statusChangedAt),
    deleted: false,
    mergedInto: null,
  };
}

/** In the form of keys; `new` is capture itself. */
const STAGE = /^(?!(?:captured|new)$)[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_STAGE_LENGTH = 50;

/** Every status is a stage, which counts once: at the first instant that an event named for it. */
function reach(reached: LeadLifecycle['reached'], status: string, instant: string): LeadLifecycle['reached'] {
  if (!STAGE.test(status) || status.length > MAX_STAGE_LENGTH || Object.hasOwn(reached, status)) return reached;
  return { ...reached, [status]: instant };
}

/**
 * Each person once: a lead that went into no other one, captured when the first of its leads was, with every stage that one of them
 * reached first. Leads whose survivor is not known yet are nobody.
 * @param states of whole families, in any order
 */
export function persons(states: readonly LeadLifecycle[]): LeadLifecycle[] {
  const byId = new Map(states.map((state) => [state.leadId, state]));
  const families = Map.groupBy(states, (state) => rootOf(state, byId));
  return [...families].flatMap(([root, members]) => (root ? members.reduce(unite, root) : []));
}

function rootOf(state: LeadLifecycle, byId: ReadonlyMap<string, LeadLifecycle>): LeadLifecycle | undefined {
  let [root, steps]: [LeadLifecycle | undefined, number] = [state, 0];
  // Pointers may contradict each other while partitions are apart: a ring is nobody.
  for (; root && root.mergedInto !== null; steps += 1) root = steps > byId.size ? undefined : byId.get(root.mergedInto);
  return root;
}

function unite(person: LeadLifecycle, member: LeadLifecycle): LeadLifecycle {
  const reached = { ...person.reached };
  for (const [stage, at] of Object.entries(member.reached)) {
    const known = Object.hasOwn(reached, stage) ? reached[stage] : undefined;
    if (known === undefined || Date.parse(at) < Date.parse(known)) reached[stage] = at;
  }
  return { ...person, capturedAt: member.capturedAt < person.capturedAt ? member.capturedAt : person.capturedAt, reached };
}

/** What one person adds to the rollup: a cell per stage it reached; nothing once it is deleted. */
export function contributions(state: LeadLifecycle): RollupCell[] {
  if (state.deleted) return [];
  const cell = (stage: RollupCell['stage'], seconds: number): RollupCell => ({
    capturedOn: state.capturedAt.toISOString().slice(0, 10),
    source: state.source,
    stage,
    leads: 1,
    secondsSum: seconds,
    beforeCapture: seconds < 0 ? 1 : 0,
  });
  const stages = Object.entries(state.reached);
  return [cell('captured', 0), ...stages.map(([stage, at]) => cell(stage, wholeSeconds(Date.parse(at) - state.capturedAt.getTime())))];
}

/** Rounded towards minus infinity, so that any instant before capture is negative. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000);
}

/**
 * Differences that turn the rollup of the states before into the rollup of the states after.
 * @param before whole families, and so `after`
 * @returns each cell once, ordered by key; cells that change nothing are left out
 */
export function rollupDifference(before: readonly LeadLifecycle[], after: readonly LeadLifecycle[]): RollupCell[] {
  const cells = new Map<string, RollupCell>();
  const add = (cell: RollupCell, sign: 1 | -1): void => {
    const key = `${cell.capturedOn}\u0000${cell.source}\u0000${cell.stage}`;
    const sum = cells.get(key);
    cells.set(key, {
      ...cell,
      leads: (sum?.leads ?? 0) + sign * cell.leads,
      secondsSum: (sum?.secondsSum ?? 0) + sign * cell.secondsSum,
      beforeCapture: (sum?.beforeCapture ?? 0) + sign * cell.beforeCapture,
    });
  };
  for (const cell of persons(before).flatMap(contributions)) add(cell, -1);
  for (const cell of persons(after).flatMap(contributions)) add(cell, 1);
  return [...cells.entries()]
    .filter(([, cell]) => cell.leads !== 0 || cell.secondsSum !== 0 || cell.beforeCapture !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell);
}
