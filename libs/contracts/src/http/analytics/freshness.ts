import { z } from 'zod';

/** How current a read model is: it holds every change published before `asOf`. */
export const freshness = z
  .object({
    /** UTC; null while nothing has been read yet. */
    asOf: z.iso.datetime().nullable(),
    /** Seconds between `asOf` and the answer; null while nothing has been read yet. */
    lagSeconds: z.number().min(0).nullable(),
  })
  .meta({ id: 'Freshness' });
export type Freshness = z.infer<typeof freshness>;
