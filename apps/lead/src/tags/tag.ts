import type { Uuid } from '@leadstream/kernel';

/** A tag in its present version. */
export interface TagRecord {
  readonly tagId: Uuid;
  readonly version: number;
  readonly name: string;
  /** `#rrggbb`, lower-case. */
  readonly colour: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** A tag and how many live leads and deals have it. */
export interface UsedTag extends TagRecord {
  readonly leads: number;
  readonly deals: number;
}

/** Tags of a tenant: a filter or a form lists all of them. */
export const MAX_TAGS = 1_000;

/** Tags of one lead or deal; the tables have the same bound. */
export const MAX_TAGS_EACH = 100;

export const DEFAULT_COLOUR = '#808080';
