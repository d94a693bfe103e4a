import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { standingAt } from '../consent/family/standing.rules.js';
import { endedGrantsOf, type ImportedLine, type PermissionsReverted } from './reverted-permission.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const now = at('13:00:00');

const line = (state: 'given' | 'withdrawn', time: string, entryNo: number, of: Partial<ImportedLine> = {}): ImportedLine => ({
  leadId: 'ada',
  channel: 'email',
  purpose: 'marketing',
  state,
  basis: 'consent',
  statedAt: at(time),
  textVersion: null,
  source: 'api',
  expiresAt: null,
  proof: null,
  importId: null,
  entryNo,
  ...of,
});
const ofFile = { importId: 'file', source: 'import' };

const reverted = (importId: string) => ({ id: uuidV7.next(), data: { leadId: 'ada', importId } }) as unknown as PermissionsReverted;

/** The ledger once the import was taken back. */
function after(ledger: readonly ImportedLine[], ...importIds: readonly string[]): ImportedLine[] {
  const ended = endedGrantsOf(importIds.map(reverted), ledger, now, uuidV7);
  return [
    ...ledger,
    ...ended.map(({ entry: { expiresAt = null, proof = null, ...entry } }, index) => ({
      ...entry,
      expiresAt,
      proof,
      importId: null,
      entryNo: 100 + index,
    })),
  ];
}
const stateAt = (ledger: readonly ImportedLine[], time: Date) => {
  const standing = standingAt(
    ledger.filter(({ statedAt }) => statedAt <= time),
    [],
    time,
  );
  return standing && (standing.isExpired ? 'expired' : standing.statement.state);
};

describe('what an import granted that was taken back', () => {
  it('counted until then, and counts no more', () => {
    const ledger = after([line('given', '12:00:00', 1, ofFile)], 'file');
    expect(stateAt(ledger, at('12:59:59'))).toBe('given');
    expect(stateAt(ledger, now)).toBe('expired');
  });

  it('is no withdrawal: the same file, mended, grants anew', () => {
    const ledger = after([line('given', '12:00:00', 1, ofFile)], 'file');
    expect(stateAt([...ledger, line('given', '14:00:00', 200, { importId: 'mended' })], at('14:00:00'))).toBe('given');
  });

  it('gives way to the consent that had held before it, with its wording, proof and end', () => {
    const before = line('given', '09:00:00', 1, { textVersion: 'fair-1', proof: { form: 'booth' }, expiresAt: at('18:00:00') });
    const ledger = after([before, line('given', '12:00:00', 2, ofFile)], 'file');
    expect(ledger.at(-1)).toMatchObject({ source: 'api', textVersion: 'fair-1', proof: { form: 'booth' }, statedAt: at('12:00:00') });
    expect([stateAt(ledger, now), stateAt(ledger, at('18:00:00'))]).toEqual(['given', 'expired']);
  });

  it('leaves a withdrawal standing that it had lifted', () => {
    const ledger = after([line('withdrawn', '09:00:00', 1), line('given', '12:00:00', 2, ofFile)], 'file');
    expect(stateAt(ledger, now)).toBe('withdrawn');
  });

  it('stays what somebody stated since, and what the import withdrew', () => {
    const since = [line('given', '12:00:00', 1, ofFile), line('given', '12:30:00', 2)];
    expect(after(since, 'file')).toEqual(since);
    const withdrawn = [line('withdrawn', '12:00:00', 1, ofFile)];
    expect(after(withdrawn, 'file')).toEqual(withdrawn);
  });

  it('stays what another import granted', () => {
    const ledger = [line('given', '12:00:00', 1, { importId: 'other' })];
    expect(after(ledger, 'file')).toEqual(ledger);
  });

  it('is ended once, however often that is told', () => {
    expect(after([line('given', '12:00:00', 1, ofFile)], 'file', 'file')).toHaveLength(2);
  });

  it('has an end behind its beginning, also when this clock is behind', () => {
    const [, end] = after([line('given', '13:00:01', 1, ofFile)], 'file');
    expect(end?.expiresAt?.getTime()).toBeGreaterThan(at('13:00:01').getTime());
  });
});
