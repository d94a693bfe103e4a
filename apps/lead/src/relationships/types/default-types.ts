import type { TypeRecord } from '../relationship.js';

/** What everybody may say of two leads. A name says what the one lead is to the other. */
export const DEFAULT_TYPES: readonly TypeRecord[] = [
  { name: 'referred', inverse: 'referred-by', influence: 'from' },
  { name: 'decision-maker-for', inverse: 'has-decision-maker', influence: 'from' },
  { name: 'employer', inverse: 'employee', influence: 'from' },
  { name: 'parent', inverse: 'child', influence: 'both' },
  { name: 'spouse', inverse: 'spouse', influence: 'both' },
  { name: 'relative', inverse: 'relative', influence: 'both' },
  { name: 'colleague', inverse: 'colleague', influence: 'both' },
  { name: 'works-with', inverse: 'works-with', influence: 'both' },
];
