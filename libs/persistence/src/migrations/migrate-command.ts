import { parseArgs } from 'node:util';
import { bootstrapDatabase } from './bootstrap.js';
import { passwordsFrom, sliceUrl } from './connection-url.js';
import { SliceMigrator } from './slice-migrator.js';
import { type Schema, schemaNamed, SCHEMAS } from './slices.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Print = (line: string) => void;

export const MIGRATE_USAGE = `usage: npm run migrate -- <command> [--slice <name>]... [--to <number>] [--root <folder>]
  up                 apply what is pending
  down [n] --slice   take back the last n migrations of one slice (default 1)
  status             list the migrations of each slice
  verify             fail on edited files, pending migrations and drift
  bootstrap          make database, roles and schemas (npm run db:bootstrap; needs ADMIN_DATABASE_URL, DATABASE_NAME)
Connection: MIGRATION_DATABASE_URL (its login is replaced by each slice's owner), or one LEAD_MIGRATION_DATABASE_URL per slice.
Passwords: LEAD_OWNER_PASSWORD and so on, or DATABASE_ROLE_PASSWORD for all.`;

/**
 * The command line of the migrations.
 * @returns the exit code: 0 done, 1 found problems, 2 not understood
 */
export async function runMigrateCommand(args: readonly string[], environment: Environment, print: Print): Promise<number> {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    print(`${parsed}\n${MIGRATE_USAGE}`);
    return 2;
  }
  const { command, schemas, count, to, root } = parsed;
  if (command === 'bootstrap') {
    await bootstrap(environment, schemas);
    print('bootstrapped');
    return 0;
  }
  let problems = 0;
  for (const schema of schemas) {
    const migrator = new SliceMigrator({ schema, ownerUrl: ownerUrl(environment, schema), root });
    if (command === 'up') for (const { version, name } of await migrator.up(to)) print(`${schema}: + ${version}_${name}`);
    if (command === 'down') for (const { version, name } of await migrator.down(count)) print(`${schema}: - ${version}_${name}`);
    if (command === 'status') for (const line of await migrator.status()) print(`${schema}: ${line.version}_${line.name} ${line.state}`);
    if (command !== 'verify') continue;
    const found = await migrator.verify();
    problems += found.length;
    for (const line of found.length > 0 ? found : ['ok']) print(`${schema}: ${line}`);
  }
  return problems > 0 ? 1 : 0;
}

interface Command {
  readonly command: 'up' | 'down' | 'status' | 'verify' | 'bootstrap';
  readonly schemas: readonly Schema[];
  readonly count: number;
  readonly to: number | undefined;
  readonly root: string | undefined;
}

const COMMANDS: readonly string[] = ['up', 'down', 'status', 'verify', 'bootstrap'] satisfies Command['command'][];

function parse(args: readonly string[]): Command | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { slice: { type: 'string', multiple: true }, to: { type: 'string' }, root: { type: 'string' } },
    });
    const [command = '', count = '1', ...rest] = positionals;
    if (!COMMANDS.includes(command) || rest.length > 0) return `no command ${positionals.join(' ')}`;
    if (!/^[1-9]\d*$/.test(count) || (positionals.length > 1 && command !== 'down')) return `not a number of migrations: ${count}`;
    if (values.to !== undefined && !/^\d+$/.test(values.to)) return `not a number of a migration: ${values.to}`;
    if (command === 'down' && values.slice?.length !== 1) return 'down takes back one slice: name it with --slice';
    return {
      command: command as Command['command'],
      schemas: values.slice?.map(schemaNamed) ?? SCHEMAS,
      count: Number(count),
      to: values.to === undefined ? undefined : Number(values.to),
      root: values.root,
    };
  } catch (error) {
    return (error as Error).message;
  }
}

function ownerUrl(environment: Environment, schema: Schema): string {
  const own = environment[`${schema.toUpperCase()}_MIGRATION_DATABASE_URL`];
  if (own) return own;
  const shared = environment['MIGRATION_DATABASE_URL'];
  if (!shared) throw new Error(`set MIGRATION_DATABASE_URL or ${schema.toUpperCase()}_MIGRATION_DATABASE_URL`);
  return sliceUrl(shared, schema, 'owner', passwordsFrom(environment));
}

async function bootstrap(environment: Environment, schemas: readonly Schema[]): Promise<void> {
  const { ADMIN_DATABASE_URL: adminUrl, DATABASE_NAME: database = 'leadstream' } = environment;
  if (!adminUrl) throw new Error('set ADMIN_DATABASE_URL to the connection string of a superuser');
  await bootstrapDatabase({ adminUrl, database, schemas, passwordOf: passwordsFrom(environment) });
}
