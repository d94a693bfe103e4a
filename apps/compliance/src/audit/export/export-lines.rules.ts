import type { DecisionKey } from '@leadstream/contracts';
import type { AuditEntry, Footing } from '../audit-entry.js';
import { LAYOUT } from '../chain/entry-hash.rules.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { presentCheckpoint } from '../checkpoints/statement.rules.js';

const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** First line of an export. @param footing what its first entry rests on */
export function headerLine(tenantId: string, footing: Footing, to: number): string {
  return line({
    kind: 'header',
    layout: LAYOUT,
    tenantId,
    from: footing.sequence + 1,
    to,
    previousHash: footing.hash.toString('hex'),
  });
}

/** An entry, with all that is hashed of it; the body as the text that it is. */
export function entryLine({ previousHash, hash, ...entry }: AuditEntry): string {
  return line({ kind: 'entry', ...entry, previousHash: previousHash.toString('hex'), hash: hash.toString('hex') });
}

/** Second line, where older entries were taken out: what was signed then of the entry that the first one rests on. */
export function archiveLine(archive: Checkpoint, { publicKey }: DecisionKey): string {
  return line({ kind: 'archive', ...presentCheckpoint(archive), publicKey });
}

/** Last line: the last entry's hash, signed. */
export function checkpointLine(checkpoint: Checkpoint, { publicKey }: DecisionKey): string {
  return line({ kind: 'checkpoint', ...presentCheckpoint(checkpoint), publicKey });
}
