import type { FieldProblem } from '@leadstream/kernel';

/**
 * What to tell of an error that the multipart parser threw: the form breaks off, is not well-formed, or has more than it may.
 * @returns undefined for any other error
 */
export function malformedForm(error: unknown): FieldProblem[] | undefined {
  const code = (error as { code?: unknown }).code;
  const isParser = typeof code === 'string' && code.startsWith('FST_');
  const isCutOff = error instanceof Error && /multipart|Part terminated early|Unexpected end/i.test(error.message);
  if (!isParser && !isCutOff) return undefined;
  return [{ path: '', code: 'malformed_form', message: 'The form is not complete or not well-formed.' }];
}
