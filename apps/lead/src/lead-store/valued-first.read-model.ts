/** A part of an order in which some have nothing to be ordered by. */
export interface OrderedPart {
  readonly limit: number;
  /** `at` is null behind those that have a value. */
  readonly after?: { readonly at: string | null } | undefined;
}

/** Reads those with a value, then, where there is room, those without. */
export async function valuedFirst<P extends OrderedPart, R>(
  page: P,
  readValued: (page: P) => Promise<R[]>,
  readOthers: (page: P) => Promise<R[]>,
): Promise<R[]> {
  if (page.after?.at === null) return readOthers(page);
  const valued = await readValued(page);
  if (valued.length === page.limit) return valued;
  return [...valued, ...(await readOthers({ ...page, limit: page.limit - valued.length, after: undefined }))];
}
