import type { z } from 'zod';

/**
 * Parses an app's configuration once, at start; nothing else reads `process.env`.
 * @param schema object schema keyed by environment variable name
 * @throws Error naming each variable that is missing or wrong; values are never echoed (they may be secrets)
 */
export function loadConfig<S extends z.ZodType>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<S> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(all)'}: ${issue.message}`);
  throw new Error(`Configuration is not usable:\n${problems.join('\n')}`);
}
