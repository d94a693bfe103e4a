/**
 * The last name as lists order it: as in a dictionary (the root collation of CLDR), by its bytes where that calls names equal. It is the bare column,
 * so that row-level security leaves the comparison to the index: what is folded before it is compared is not leak-proof.
 */
export const LAST_NAME = 'last_name COLLATE "und-x-icu"';
