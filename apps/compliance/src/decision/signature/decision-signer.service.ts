import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { ContactDecision, DecisionKey, DecisionSignature } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { CLOCK, IDS } from '../../tokens.js';
import { canonicalJson } from './canonical-json.rules.js';
import { DecisionKeyRepository, type StoredKey } from './decision-key.repository.js';

/** A key that is ready to sign. */
export interface Signer {
  readonly keyId: string;
  readonly key: KeyObject;
}

/** Tenants whose keys are held open. */
const MAX_SIGNERS = 1_000;

/** Signs decisions and tells whether a signature holds. A key is made when a tenant decides for the first time, and stays. */
@Injectable()
export class DecisionSignerService {
  readonly #signers = new Map<string, Signer>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly keys: DecisionKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** The tenant's signer; in a transaction of its own, so that no decision is signed with a key that went back with it. */
  async signerOf(tenantId: Uuid): Promise<Signer> {
    const known = this.#signers.get(tenantId);
    if (known !== undefined) return known;
    const stored = (await this.database.readInTenant(tenantId, (tx) => this.keys.findActive(tx, tenantId))) ?? (await this.#make(tenantId));
    const signer = { keyId: stored.id, key: createPrivateKey(stored.privateKey) };
    if (this.#signers.size >= MAX_SIGNERS) this.#signers.clear();
    this.#signers.set(tenantId, signer);
    return signer;
  }

  sign({ keyId, key }: Signer, tenantId: string, decision: ContactDecision): DecisionSignature {
    return { keyId, algorithm: 'Ed25519', value: sign(null, signedBytes(tenantId, decision), key).toString('base64url') };
  }

  /** Signs what else the tenant has to prove: all of it, as canonical JSON. It says by a member of its own what it is, and whose. */
  signDocument({ keyId, key }: Signer, document: object): DecisionSignature {
    return { keyId, algorithm: 'Ed25519', value: sign(null, Buffer.from(canonicalJson(document)), key).toString('base64url') };
  }

  /** Whether the decision is as it was signed; `absent` when it never was. */
  async check(tx: Tx, decision: ContactDecision): Promise<'valid' | 'invalid' | 'absent'> {
    const { signature } = decision;
    if (signature === undefined) return 'absent';
    const stored = await this.keys.findById(tx, tx.tenantId, signature.keyId);
    if (stored === undefined) return 'invalid';
    const holds = verify(null, signedBytes(tx.tenantId, decision), publicKeyOf(stored), Buffer.from(signature.value, 'base64url'));
    return holds ? 'valid' : 'invalid';
  }

  /** @throws DomainError `COMPLIANCE.DECISION_KEY_NOT_FOUND` */
  async keyOf(id: string): Promise<DecisionKey> {
    const stored = await this.database.read((tx) => this.keys.findById(tx, tx.tenantId, id));
    if (stored === undefined) throw complianceErrors.DECISION_KEY_NOT_FOUND();
    const publicKey = publicKeyOf(stored).export({ type: 'spki', format: 'pem' }) as string;
    return { id, algorithm: 'Ed25519', publicKey, createdAt: stored.createdAt.toISOString() };
  }

  async #make(tenantId: Uuid) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const pair = {
      id: this.ids.next(),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      createdAt: this.clock.now(),
    };
    return this.database.inTenant(tenantId, async (tx) => {
      await this.keys.createFirst(tx, tenantId, pair);
      const stored = await this.keys.findActive(tx, tenantId);
      if (stored === undefined) throw new Error('the key of the tenant is gone again');
      return stored;
    });
  }
}

function publicKeyOf({ publicKey }: StoredKey): KeyObject {
  return createPublicKey({ key: publicKey, type: 'spki', format: 'der' });
}

/** What is signed: everything but the signature, and whose it is. */
function signedBytes(tenantId: string, { signature: _signature, ...decision }: ContactDecision): Buffer {
  return Buffer.from(canonicalJson({ ...decision, tenantId }));
}
