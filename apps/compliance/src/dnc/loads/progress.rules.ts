/** How far something is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly percent: number;
  readonly etaSeconds: number | null;
}

/** The rest takes as long as what was done took. There are 100 percent once it has ended, however that was. */
export function progressOf(
  {
    done,
    total,
    startedAt,
    endedAt,
  }: { readonly done: number; readonly total: number; readonly startedAt: Date | null; readonly endedAt: Date | null },
  now: Date,
): Progress {
  if (endedAt !== null) return { done, total, percent: 100, etaSeconds: 0 };
  const percent = Math.min(99, Math.floor((100 * done) / Math.max(total, 1)));
  if (startedAt === null || done === 0) return { done, total, percent, etaSeconds: null };
  const elapsedMs = Math.max(now.getTime() - startedAt.getTime(), 0);
  return { done, total, percent, etaSeconds: Math.ceil((elapsedMs * (total - done)) / done / 1_000) };
}
