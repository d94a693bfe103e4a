import { z } from 'zod';

/** One offending field of a problem. */
export const fieldProblem = z
  .object({
    /** Dotted path of the field: `consents.0.channel`; empty for the whole. */
    path: z.string(),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'FieldProblem' });

/** RFC 9457 problem document: the body of every answer that is not a success. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    /** One sentence about this occurrence. */
    detail: z.string().optional(),
    /** Stable `SERVICE.REASON`; all of them are listed in `docs/errors.md`. */
    code: z.string(),
    /** Equals the header `X-Request-Id`. */
    requestId: z.string(),
    errors: z.array(fieldProblem).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
