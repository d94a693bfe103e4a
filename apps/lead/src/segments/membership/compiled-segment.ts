import type { Uuid } from '@leadstream/kernel';
import type { FilterTree } from '../../filter/condition.js';
import type { Demand } from '../../filter/demand.rules.js';

/** A dynamic segment in one of its versions, made ready to judge leads. */
export interface CompiledSegment {
  readonly segmentId: Uuid;
  readonly version: number;
  readonly filter: FilterTree;
  /** Names of what its filter reads, as changes name them: see {@link Touched}. */
  readonly reads: ReadonlySet<string>;
  /** Custom fields whose leads its filter asks for. */
  readonly references: readonly Uuid[];
  /** By which leads that may be in it are found. */
  readonly demand: Demand | undefined;
  /** Whether time alone can move leads. */
  readonly isTimed: boolean;
}

/** What a change of a lead may have changed: `company`, `customFields`, `engagement.message.opened`; `all` when it may be anything. */
export type Touched = ReadonlySet<string> | 'all';

/** What filters that read it hear of whatever changes. */
export const ANYTHING = '*';
