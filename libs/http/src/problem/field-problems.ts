import type { FieldProblem } from '@leadstream/kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Stable words for what zod finds; `custom` issues may bring their own as `params.code`. */
const CODES: Readonly<Record<Issue['code'], string>> = {
  invalid_type: 'wrong_type',
  too_small: 'too_small',
  too_big: 'too_big',
  invalid_format: 'invalid_format',
  not_multiple_of: 'not_multiple_of',
  unrecognized_keys: 'unknown_field',
  invalid_union: 'no_match',
  invalid_key: 'invalid_key',
  invalid_element: 'invalid_element',
  invalid_value: 'not_allowed',
  custom: 'invalid',
};

/** More would not help anybody, and bodies may hold thousands of wrong rows. */
const MAX_PROBLEMS = 100;

/** Turns the issues of a failed parse into field problems with dotted paths; unknown fields are named one by one. */
export function fieldProblems(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): FieldProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, prefix)).slice(0, MAX_PROBLEMS);
}

function problemsOf(issue: Issue, prefix: readonly PropertyKey[]): FieldProblem[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: dotted([...path, key]),
      code: CODES.unrecognized_keys,
      message: 'is not a field of this resource',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return fieldProblems(nearest(issue.errors), path);
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return [{ path: dotted(path), code: CODES[issue.code], message: issue.issues[0]?.message ?? issue.message }];
  }
  return [{ path: dotted(path), code: codeOf(issue), message: issue.message }];
}

function codeOf(issue: Issue): string {
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') return issue.params['code'];
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'required';
  return CODES[issue.code];
}

/** Of the alternatives of a union the one that got furthest: its problems are the ones worth telling. */
function nearest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map((issue) => issue.path.length));
  return alternatives.reduce((best, next) => (depth(next) > depth(best) ? next : best));
}

const dotted = (path: readonly PropertyKey[]) => path.map(String).join('.');
