import { sign, verify } from 'node:crypto';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { DecisionSignerService } from '../../decision/signature/decision-signer.service.js';
import type { Checkpoint, Statement } from './checkpoint.js';
import { signedText } from './statement.rules.js';

/** Signs what is said of chains with the key that signs the tenant's decisions, and tells whether a signature holds. */
@Injectable()
export class SealService {
  constructor(private readonly signer: DecisionSignerService) {}

  /** In a transaction of its own when the tenant has no key yet: not to be called within one. */
  async seal(tenantId: string, statement: Statement): Promise<Checkpoint> {
    const { keyId, key } = await this.signer.signerOf(tenantId);
    return { ...statement, keyId, signature: sign(null, Buffer.from(signedText(tenantId, statement)), key) };
  }

  async holds(tx: Tx, { keyId, signature, ...statement }: Checkpoint): Promise<boolean> {
    const key = await this.signer.publicKeyOf(tx, keyId);
    return key !== undefined && verify(null, Buffer.from(signedText(tx.tenantId, statement)), key, signature);
  }
}
