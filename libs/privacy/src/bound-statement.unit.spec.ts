import { describe, expect, it } from '@jest/globals';
import { bind, boundStatement } from './bound-statement.js';
import type { DataSubject } from './data-subject.js';

const LEAD = '0191d1a0-5b1e-7c3a-9f00-00000000a001';
const ada: DataSubject = {
  tenantId: '0191d1a0-5b1e-7c3a-9f00-5a1e00000001',
  leadIds: [LEAD],
  addresses: [
    { kind: 'phone', value: '+4930901820' },
    { kind: 'email', value: 'ada@example.com' },
    { kind: 'email', value: 'ada@home.example' },
  ],
};

describe('a statement about a person', () => {
  it('numbers what it names, each once, and leaves casts alone', () => {
    const statement = boundStatement(
      'x',
      'DELETE FROM t WHERE tenant_id = :tenant AND (a::text = ANY (:emails) OR b = ANY (:emails) OR c = ANY (:leads))',
    );
    expect(statement.text).toBe(
      'DELETE FROM t WHERE tenant_id = $1::uuid AND (a::text = ANY ($2::text[]) OR b = ANY ($2::text[]) OR c = ANY ($3::uuid[]))',
    );
    expect(bind(statement, ada, 10)).toEqual([ada.tenantId, ['ada@example.com', 'ada@home.example'], [LEAD]]);
  });

  it('is bound to the size of a batch where it has one', () => {
    const statement = boundStatement('x', 'SELECT FROM t WHERE tenant_id = :tenant AND phone = ANY (:phones) LIMIT :batch');
    expect(bind(statement, ada, 10)).toEqual([ada.tenantId, ['+4930901820'], 10]);
  });

  it.each(['DELETE FROM t WHERE lead_id = ANY (:leads)', 'DELETE FROM t WHERE tenant_id = :tenant'])('may not be %s', (sql) => {
    expect(() => boundStatement('x', sql)).toThrow(RangeError);
  });
});
