import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from '../processes/json-file.ts';

/** Secrets that belong to one stack, made at its first start. */
export interface StackSecrets {
  /** Password of the slices' database roles. */
  readonly rolePassword: string;
  /** Key with which the gateway signs the context for the services. */
  readonly contextSecret: string;
}

export function stackSecrets(folder: string): StackSecrets {
  const file = join(folder, 'secrets.json');
  const known = readJson<StackSecrets>(file);
  if (known) return known;
  const secrets = { rolePassword: randomBytes(18).toString('base64url'), contextSecret: randomBytes(32).toString('base64url') };
  writeJson(file, secrets);
  return secrets;
}
