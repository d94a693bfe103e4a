import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from '../processes/json-file.ts';

/** Secrets that belong to one stack, made at its first start. */
export interface StackSecrets {
  /** Password of the slices' database roles. */
  readonly rolePassword: string;
  /** Key with which the gateway signs the context for the services. */
  readonly contextSecret: string;
  /** Key encryption keys, as the apps take them: `id:base64`. */
  readonly encryptionKeys: string;
}

function newSecrets(): StackSecrets {
  return {
    rolePassword: randomBytes(18).toString('base64url'),
    contextSecret: randomBytes(32).toString('base64url'),
    encryptionKeys: `dev:${randomBytes(32).toString('base64')}`,
  };
}

/** The secrets of a stack; those that an older release did not have are added. */
export function stackSecrets(folder: string): StackSecrets {
  const file = join(folder, 'secrets.json');
  const known = readJson<Partial<StackSecrets>>(file) ?? {};
  const secrets: StackSecrets = { ...newSecrets(), ...known };
  if (Object.keys(known).length < Object.keys(secrets).length) writeJson(file, secrets);
  return secrets;
}
