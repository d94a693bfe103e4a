import { createPublicKey, sign, verify } from 'node:crypto';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { DecisionKeyRepository } from '../../decision/signature/decision-key.repository.js';
import { DecisionSignerService } from '../../decision/signature/decision-signer.service.js';
import type { Checkpoint, Statement } from './checkpoint.js';
import { signedText } from './statement.rules.js';

/** Signs what is said of chains with the key that signs the tenant's decisions, and tells whether a signature holds. */
@Injectable()
export class SealService {
  constructor(
    private readonly signer: DecisionSignerService,
    private readonly keys: DecisionKeyRepository,
  ) {}

  /** In a transaction of its own when the tenant has no key yet: not to be called within one. */
  async seal(tenantId: string, statement: Statement): Promise<Checkpoint> {
    const { keyId, key } = await this.signer.signerOf(tenantId);
    return { ...statement, keyId, signature: sign(null, Buffer.from(signedText(tenantId, statement)), key) };
  }

  async holds(tx: Tx, { keyId, signature, ...statement }: Checkpoint): Promise<boolean> {
    const stored = await this.keys.findById(tx, tx.tenantId, keyId);
    if (stored === undefined) return false;
    const key = createPublicKey({ key: stored.publicKey, type: 'spki', format: 'der' });
    return verify(null, Buffer.from(signedText(tx.tenantId, statement)), key, signature);
  }
}
