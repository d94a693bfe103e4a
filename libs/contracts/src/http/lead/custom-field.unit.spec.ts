import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { openApiDocument } from '../../documents/open-api.js';
import { createCustomFieldBody, patchCustomFieldBody, statedCustomValues } from './custom-field.js';
import { customFieldRoutes } from './custom-field.routes.js';
import { statedFilter } from './filter.js';

const searchLeads = defineRoute({
  operation: 'searchLeads',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/search',
  summary: 'Leads that satisfy a filter.',
  scope: 'leads:read',
  rateClass: 'read',
  body: z.strictObject({ filter: statedFilter }),
  success: { status: 200 },
});

describe('custom fields and filters', () => {
  it('can be described in OpenAPI 3.1, filters within filters too', async () => {
    const document = JSON.parse(
      JSON.stringify(openApiDocument([...customFieldRoutes, searchLeads], { title: 'API', version: '1.0.0' })),
    ) as Record<string, unknown>;
    expect((await new Validator().validate(document)).valid).toBe(true);
    expect(document).toMatchObject({
      components: { schemas: { CustomField: {}, CustomFieldOptions: {}, Filter: {}, FilterCondition: {} } },
    });
    expect(JSON.stringify(document)).not.toContain('__schema');
  });

  it('fill in what a new field does not say, and nothing that a patch does not', () => {
    expect(createCustomFieldBody.parse({ type: 'text', key: 'tier', label: 'Tier' })).toEqual({
      entity: 'lead',
      type: 'text',
      key: 'tier',
      label: 'Tier',
      options: {},
      required: false,
      unique: false,
      indexed: false,
      default: null,
      position: 0,
    });
    expect(patchCustomFieldBody.parse({ label: 'Level' })).toEqual({ label: 'Level' });
    expect(patchCustomFieldBody.safeParse({ entity: 'lead' }).success).toBe(false);
  });

  it('takes values of every kind, and no deeper ones', () => {
    const values = { a: 'x', b: 1.5, c: true, d: ['x'], e: { amount: '1.50', currency: 'EUR' }, f: null };
    expect(statedCustomValues.parse(values)).toEqual(values);
    expect(statedCustomValues.safeParse({ a: { b: { c: 1 } } }).success).toBe(false);
    expect(statedCustomValues.safeParse({ a: { amount: '1', currency: 'EUR', more: 1 } }).success).toBe(false);
  });

  it('takes nested filters and refuses what is neither condition nor group', () => {
    const condition = { field: 'status', operator: 'eq', value: 'new' };
    const nested = { and: [condition, { not: { or: [condition, { field: 'phone', operator: 'is-empty' }] } }] };
    expect(statedFilter.parse(nested)).toEqual(nested);
    for (const wrong of [{}, [], 'x', { and: condition }, { and: [], or: [] }, { ...condition, operator: 'equals' }, { not: [] }]) {
      expect(statedFilter.safeParse(wrong).success).toBe(false);
    }
  });
});
