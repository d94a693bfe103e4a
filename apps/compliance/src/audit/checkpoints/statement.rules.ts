import type { AuditCheckpoint } from '@leadstream/contracts';
import type { Checkpoint, Statement } from './checkpoint.js';

const FORM = 'leadstream-audit-checkpoint-1';

/** What is signed: seven lines, each closed by a line feed. None of them can hold one. */
export function signedText(tenantId: string, { number, purpose, sequence, hash, signedAt }: Statement): string {
  return [FORM, tenantId, number, purpose, sequence, hash.toString('hex'), signedAt.toISOString(), ''].join('\n');
}

/** As the API shows it. */
export function presentCheckpoint({ number, purpose, sequence, hash, signedAt, keyId, signature }: Checkpoint): AuditCheckpoint {
  return {
    number,
    purpose,
    sequence,
    hash: hash.toString('hex'),
    signedAt: signedAt.toISOString(),
    keyId,
    signature: signature.toString('base64url'),
  };
}
