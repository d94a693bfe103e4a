import { describe, expect, it } from '@jest/globals';
import { DomainError, defineErrors } from './errors.js';

const errors = defineErrors('LEAD', { DUPLICATE_PHONE: { kind: 'conflict', title: 'Phone already in use' } });

describe('defineErrors', () => {
  it('makes a factory whose errors carry the stable code and kind', () => {
    const error = errors.DUPLICATE_PHONE({ errors: [{ path: 'phone', code: 'duplicate', message: 'in use' }], extra: { existingId: 'x' } });
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({
      code: 'LEAD.DUPLICATE_PHONE',
      kind: 'conflict',
      message: 'Phone already in use',
      extra: { existingId: 'x' },
    });
  });

  it('lists its codes for the documentation', () => {
    expect(errors.catalogue).toEqual([{ code: 'LEAD.DUPLICATE_PHONE', kind: 'conflict', title: 'Phone already in use' }]);
  });
});
