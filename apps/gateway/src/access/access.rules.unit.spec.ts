import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allRoutes, MEMBER_ROLES } from '@leadstream/contracts';
import { exceeding, isScope, operationsOf, ROLE_SUMMARIES, rolesHolding, SCOPES, scopesOfRole } from './access.rules.js';

const demanded = [...new Set(allRoutes.map((route) => route.scope))].filter((scope) => scope !== 'public' && scope !== 'internal');

describe('the role matrix', () => {
  it.each(demanded)('knows %s, which a route demands', (scope) => {
    expect(isScope(scope)).toBe(true);
  });

  it.each(SCOPES)('has no scope without a route: %s', (scope) => {
    expect(operationsOf(scope, allRoutes)).not.toEqual([]);
  });

  it('gives the admin everything and the analyst no right to change', () => {
    expect(scopesOfRole('admin')).toEqual(SCOPES);
    expect(scopesOfRole('analyst').filter((scope) => scope.endsWith(':write'))).toEqual([]);
  });

  it('keeps members and keys to the admin', () => {
    for (const role of ['manager', 'agent', 'analyst'] as const) {
      expect(scopesOfRole(role)).not.toContain('members:write');
      expect(scopesOfRole(role)).not.toContain('api-keys:write');
    }
  });

  it('describes each role', () => {
    expect(Object.keys(ROLE_SUMMARIES)).toEqual([...MEMBER_ROLES]);
  });
});

describe('exceeding', () => {
  it('names what the giver lacks', () => {
    expect(exceeding(['leads:read', 'leads:write'], ['leads:read'])).toEqual(['leads:write']);
    expect(exceeding(scopesOfRole('agent'), scopesOfRole('admin'))).toEqual([]);
  });
});

describe('isScope', () => {
  it('takes no word of the prototype', () => {
    expect(isScope('constructor')).toBe(false);
    expect(isScope('leads:admin')).toBe(false);
  });
});

describe('the README', () => {
  it('prints the matrix as it is', () => {
    const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z-]+:(?:read|write))`\s+\|(.*)\|$/gm)];
    const printed = rows.map(([, scope = '', cells = '']) => {
      const marks = cells.split('|').map((cell) => cell.trim() === 'x');
      return [scope, MEMBER_ROLES.filter((_role, column) => marks[column])];
    });
    expect(printed).toEqual(SCOPES.map((scope) => [scope, rolesHolding(scope)]));
  });
});
