import { describe, expect, it } from '@jest/globals';
import { errorsIn, errorsPage } from './error-catalogue.ts';

const source = `export const leadErrors = defineErrors('LEAD', {
  NOT_FOUND: { kind: 'not_found', title: 'No such lead' },
});`;

describe('the catalogue of errors', () => {
  it('is read from the sources, and becomes a page with statuses', () => {
    const entries = errorsIn('apps/lead/src/lead.errors.ts', source);
    expect(entries).toEqual([{ code: 'LEAD.NOT_FOUND', kind: 'not_found', title: 'No such lead', file: 'apps/lead/src/lead.errors.ts' }]);
    expect(errorsPage(entries)).toContain('| `LEAD.NOT_FOUND` | 404 | No such lead |');
  });

  it.each([
    `defineErrors(PREFIX, { A: { kind: 'invalid', title: 'x' } })`,
    `defineErrors('A', { B: { kind: 'invalid', title: text() } })`,
    `defineErrors('A', all)`,
  ])('refuses what is not written out: %s', (text) => {
    expect(() => errorsIn('x.errors.ts', text)).toThrow('x.errors.ts');
  });
});
