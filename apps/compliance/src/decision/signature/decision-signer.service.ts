import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { ContactDecision, DecisionKey, DecisionSignature } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { CLOCK, IDS } from '../../tokens.js';
import { canonicalJson } from './canonical-json.rules.js';
import { hashTree, leafHash, type PathStep, rootOf } from './hash-tree.rules.js';
import { DecisionKeyRepository, type StoredKey } from './decision-key.repository.js';

/** A key that is ready to sign. */
export interface Signer {
  readonly keyId: string;
  readonly key: KeyObject;
}

/** A decision with its signature. */
export interface SignedDecision {
  readonly decision: ContactDecision;
  /** As JSON: the text that was signed, which names the tenant as well, and the signature. */
  readonly text: string;
}

/** Decisions that share a signature: one costs as much as hashing thirty, and each step of a path is stored with each decision. */
export const LEAVES = 32;
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

  /** One signature for some at a time; each can be checked without the others. @returns in the order of the decisions */
  signAll(signer: Signer, tenantId: string, decisions: readonly ContactDecision[]): SignedDecision[] {
    const texts = decisions.map((decision) => signedText(tenantId, decision));
    const bytes = texts.map((text) => Buffer.from(text));
    const groups = Array.from({ length: Math.ceil(bytes.length / LEAVES) }, (_, group) =>
      bytes.slice(group * LEAVES, (group + 1) * LEAVES),
    );
    const signatures = groups.flatMap((group) => signaturesOf(group, signer));
    return decisions.map((decision, index) => {
      const signature = signatures[index];
      return { decision: { ...decision, signature }, text: `${texts[index]?.slice(0, -1)},"signature":${JSON.stringify(signature)}}` };
    });
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
    const message = messageOf(Buffer.from(signedText(tx.tenantId, decision)), signature);
    const holds = verify(null, message, publicKeyOf(stored), Buffer.from(signature.value, 'base64url'));
    return holds ? 'valid' : 'invalid';
  }

  /** The public half of a key of the tenant; undefined when it has no such key. */
  async publicKeyOf(tx: Tx, id: string): Promise<KeyObject | undefined> {
    const stored = await this.keys.findById(tx, tx.tenantId, id);
    return stored && publicKeyOf(stored);
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

function signaturesOf(group: readonly Buffer[], { keyId, key }: Signer): DecisionSignature[] {
  const [first, ...others] = group;
  if (first === undefined) return [];
  if (others.length === 0) return [{ keyId, algorithm: 'Ed25519', value: sign(null, first, key).toString('base64url') }];
  const { root, paths } = hashTree(group.map(leafHash));
  const value = sign(null, root, key).toString('base64url');
  const written = stepWriter();
  return paths.map((path) => ({ keyId, algorithm: 'Ed25519-SHA256-tree', value, path: path.map(written) }));
}

/** What the signature is over: the decision itself, or the root of the tree that it is a leaf of. */
function messageOf(bytes: Buffer, { algorithm, path = [] }: DecisionSignature): Buffer {
  return algorithm === 'Ed25519' ? bytes : rootOf(leafHash(bytes), path.map(readStep));
}

type WrittenStep = NonNullable<DecisionSignature['path']>[number];

/** Writes the steps of the paths of one tree: many paths pass a node, which is put into text once. */
function stepWriter(): (step: PathStep) => WrittenStep {
  const texts = new Map<Buffer, string>();
  const textOf = (node: Buffer): string => {
    const text = texts.get(node) ?? node.toString('base64url');
    texts.set(node, text);
    return text;
  };
  return (step) => ('left' in step ? { left: textOf(step.left) } : { right: textOf(step.right) });
}

function readStep(step: WrittenStep): PathStep {
  return 'left' in step ? { left: Buffer.from(step.left, 'base64url') } : { right: Buffer.from(step.right, 'base64url') };
}

/** What is signed: everything but the signature, and whose it is. */
function signedText(tenantId: string, { signature: _signature, ...decision }: ContactDecision): string {
  return canonicalJson({ ...decision, tenantId });
}
