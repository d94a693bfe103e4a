import type { AuditCheckpoint } from '@leadstream/contracts';
import type { Footing } from '../audit-entry.js';

/** What is said of a chain, before somebody signs it. */
export interface Statement extends Footing {
  /** 1, 2, 3... of the tenant and purpose. */
  readonly number: number;
  readonly purpose: AuditCheckpoint['purpose'];
  readonly signedAt: Date;
}

/** A signed statement. */
export interface Checkpoint extends Statement {
  readonly keyId: string;
  /** Ed25519. */
  readonly signature: Buffer;
}
