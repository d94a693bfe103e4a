import type { Uuid } from '@leadstream/kernel';

/** Members of a tenant, as others name them. */
export interface NamedMembers {
  /** Of the ids that were asked for those of members. */
  readonly ids: ReadonlySet<Uuid>;
  /** By e-mail address. */
  readonly byEmail: ReadonlyMap<string, Uuid>;
}
