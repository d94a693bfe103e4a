import { parseArgs } from 'node:util';
import { isUuid } from '@leadstream/kernel';
import { passwordsFrom, sliceUrl } from '../migrations/connection-url.js';
import { type Schema, SERVICE_SCHEMAS } from '../migrations/slices.js';
import { TenantDatabase } from '../tenant-database.js';
import { PersonVault } from '../vault/person-vault.js';
import { VaultRotation } from '../vault/vault-rotation.js';
import { ColumnCipher } from './column-cipher.js';
import { resealColumn, sealedColumnsOf } from './column-rotation.js';
import { Keyring } from './keyring.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Print = (line: string) => void;

export const ENCRYPTION_USAGE = `usage: npm run encryption -- <command>
  status             which key encryption keys are in use, and how many persons are erased
  rotate             seal anew with the first key of ENCRYPTION_KEYS; may be cut off and begun again
  destroy-person     destroy the keys of a person, for ever: --tenant <id> --person <reference>...
                     references: lead:<id>, member:<id>, email:<address>, phone:<E.164>
  give-up            let keys that are lost for good count as destroyed, so that partitions go on: --tenant <id> --key <id>...
Keys: ENCRYPTION_KEYS, the new one first. Connections: MIGRATION_DATABASE_URL and passwords as for npm run migrate.`;

/** A lower-cased address and an E.164 number are what events name; anything else would destroy nothing, silently. */
const LIST = { type: 'string' as const, multiple: true as const, default: [] as string[] };
const REFERENCE = /^((lead|member):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|email:[^\sA-Z]+@[^\sA-Z]+|phone:\+[1-9]\d{3,14})$/;

interface Command {
  readonly command: string;
  readonly tenant: string | undefined;
  readonly persons: readonly string[];
  readonly keys: readonly string[];
}

const COMMANDS = ['status', 'rotate', 'destroy-person', 'give-up'];

/**
 * The command line of the keys.
 * @returns the exit code: 0 done, 2 not understood
 * @throws Error when keys or connections are missing or wrong
 */
export async function runEncryptionCommand(args: readonly string[], environment: Environment, print: Print): Promise<number> {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    print(`${parsed}\n${ENCRYPTION_USAGE}`);
    return 2;
  }
  const keyring = Keyring.parse(environment['ENCRYPTION_KEYS'] ?? '');
  if (parsed.command === 'status') await asOwner(environment, 'vault', (vault) => status(vault, keyring, print));
  if (parsed.command === 'rotate') await rotate(environment, keyring, print);
  const { tenant: tenantId = '', persons, keys } = parsed;
  const inVault = (work: (vault: PersonVault) => Promise<number>): Promise<number> =>
    asOwner(environment, 'vault', (database) => work(new PersonVault({ database, keyring })));
  if (parsed.command === 'destroy-person') {
    const count = await inVault((vault) => vault.destroy(tenantId, persons));
    print(`${count} keys destroyed; processes that hold one in memory forget it within a minute`);
  }
  if (parsed.command === 'give-up') {
    const count = await inVault((vault) => vault.giveUp(keys.map((keyId) => ({ tenantId, keyId }))));
    print(`${count} keys given up; the vault knows the other ${keys.length - count}`);
  }
  return 0;
}

function isListOf(list: readonly string[], fits: (one: string) => boolean): boolean {
  return list.length > 0 && list.every(fits);
}

function parse(args: readonly string[]): Command | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { tenant: { type: 'string' }, person: LIST, key: LIST },
    });
    const [command = '', ...rest] = positionals;
    if (!COMMANDS.includes(command) || rest.length > 0) return `no command ${positionals.join(' ')}`;
    const { tenant, person: persons, key: keys } = values;
    if (['destroy-person', 'give-up'].includes(command) && !isUuid(tenant)) return '--tenant takes the id of a tenant';
    if (command === 'destroy-person' && !isListOf(persons, (one) => REFERENCE.test(one))) return '--person takes a reference';
    if (command === 'give-up' && !isListOf(keys, isUuid)) return '--key takes the id of a key';
    return { command, tenant, persons, keys };
  } catch (error) {
    return (error as Error).message;
  }
}

async function asOwner<T>(environment: Environment, schema: Schema, work: (database: TenantDatabase) => Promise<T>): Promise<T> {
  const own = environment[`${schema.toUpperCase()}_MIGRATION_DATABASE_URL`];
  const shared = environment['MIGRATION_DATABASE_URL'];
  if (!own && !shared) throw new Error(`set MIGRATION_DATABASE_URL or ${schema.toUpperCase()}_MIGRATION_DATABASE_URL`);
  const url = own ?? sliceUrl(shared as string, schema, 'owner', passwordsFrom(environment));
  const database = new TenantDatabase({ url, poolSize: 2, applicationName: `encryption ${schema}` });
  return work(database).finally(() => database.end());
}

async function status(database: TenantDatabase, keyring: Keyring, print: Print): Promise<void> {
  const { wrappedBy, destroyed } = await new VaultRotation(database, keyring).status();
  for (const id of new Set([...keyring.ids, ...Object.keys(wrappedBy)])) {
    const note = id === keyring.activeId ? 'active' : keyring.ids.includes(id) ? 'opens only' : 'NOT CONFIGURED';
    print(`${id.padEnd(16)} ${String(wrappedBy[id] ?? 0).padStart(10)} keys   ${note}`);
  }
  print(`${'erased'.padEnd(16)} ${String(destroyed).padStart(10)} persons`);
}

async function rotate(environment: Environment, keyring: Keyring, print: Print): Promise<void> {
  const wrapped = await asOwner(environment, 'vault', (database) => new VaultRotation(database, keyring).rewrap());
  print(`vault: ${wrapped} keys wrapped anew`);
  const cipher = new ColumnCipher(keyring);
  for (const schema of SERVICE_SCHEMAS) {
    for (const column of sealedColumnsOf(schema)) {
      const count = await asOwner(environment, schema, (database) => resealColumn(database, cipher, column));
      print(`${schema}: ${count} of ${column.table} sealed anew`);
    }
  }
}
