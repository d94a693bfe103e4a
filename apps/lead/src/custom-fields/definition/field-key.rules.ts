import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';

const KEY = /^[a-z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/;
const MAX_KEY_LENGTH = 64;

/** Names of a lead itself, in mappings and headings beside custom fields, and names that JavaScript objects have. */
const RESERVED = new Set(
  [
    ...[
      'id',
      'lead-id',
      'version',
      'external-id',
      'first-name',
      'last-name',
      'name',
      'full-name',
      'email',
      'phone',
      'phone-region',
      'company',
    ],
    ...['job-title', 'address', 'language', 'time-zone', 'source', 'source-metadata', 'status', 'status-changed-at', 'lifecycle-stage'],
    ...['owner', 'owner-id', 'tags', 'score', 'temperature', 'budget', 'property', 'consents', 'custom-fields', 'import-id', 'tenant-id'],
    ...['captured-at', 'created-at', 'updated-at', 'deleted-at', 'constructor', 'prototype', 'to-string', 'value-of', 'has-own-property'],
  ].map(keyFold),
);

/** How keys compare: `budget-tier`, `budgetTier` and `BudgetTier` are one. */
export function keyFold(key: string): string {
  return key.replaceAll('-', '').toLowerCase();
}

/** A key as it is stated, when it may be one: `budget-tier` or `budgetTier`. */
export function checkKey(key: string): Checked<string> {
  if (!KEY.test(key) || key.length > MAX_KEY_LENGTH) {
    return refuse('key.invalid', `Starts with a lower-case letter and has letters, digits and single hyphens, ${MAX_KEY_LENGTH} at most.`);
  }
  return RESERVED.has(keyFold(key)) ? refuse('key.reserved', 'Is the name of something else.') : accept(key);
}
