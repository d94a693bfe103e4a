import type pg from 'pg';
import { describeSchema, fingerprintOf } from './catalogue.js';
import { type Applied, Ledger } from './ledger.js';
import { type Migration, migrationsOf, type Script } from './migration-folder.js';
import { inSlice } from './slice-session.js';
import { roleName, type Schema } from './slices.js';

export interface SliceMigratorOptions {
  readonly schema: Schema;
  /** Connection string of the slice's owner, straight to the server (a transaction pooler would lose the session's lock). */
  readonly ownerUrl: string;
  /** Folder that holds `apps`. */
  readonly root?: string | undefined;
}

export interface MigrationStatus {
  readonly version: number;
  readonly name: string;
  /** `unknown`: applied, but there is no such file here. */
  readonly state: 'applied' | 'pending' | 'edited' | 'unknown';
  readonly appliedAt?: Date;
}

/** Takes one slice up and down its migrations. Each runs in a transaction with its ledger row; runners take turns. */
export class SliceMigrator {
  constructor(private readonly options: SliceMigratorOptions) {}

  /**
   * Applies what is pending, in the order of the numbers.
   * @param to last number to apply; all when left out
   * @returns the migrations that ran
   * @throws Error when an applied file was edited, or naming file and line when a statement fails
   */
  async up(to = Number.POSITIVE_INFINITY): Promise<Migration[]> {
    return this.#inSlice(async (client, ledger, migrations) => {
      const applied = await ledger.applied();
      const edited = statusOf(migrations, applied).find(({ state }) => state === 'edited');
      if (edited) throw new Error(`${edited.version}_${edited.name} was edited after it was applied; write a new migration instead`);
      const pending = migrations.filter(({ version }) => version <= to && !applied.some((done) => done.version === version));
      if (pending.length === 0) return [];
      await ledger.create();
      for (const migration of pending) await run(client, migration.up, () => ledger.add(migration));
      await ledger.record(await describeSchema(client, this.options.schema));
      return pending;
    });
  }

  /** Takes back the last `count` migrations, last applied first. */
  async down(count = 1): Promise<Migration[]> {
    return this.#inSlice(async (client, ledger, migrations) => {
      const last = count > 0 ? (await ledger.applied()).slice(-count).reverse() : [];
      const undone = last.map(({ version, name }) => {
        const migration = migrations.find((known) => known.version === version);
        if (!migration) throw new Error(`there is no file for ${version}_${name}, so no way back`);
        return migration;
      });
      for (const migration of undone) await run(client, migration.down, () => ledger.remove(migration.version));
      if (undone.length > 0) await ledger.record(await describeSchema(client, this.options.schema));
      return undone;
    });
  }

  async status(): Promise<MigrationStatus[]> {
    return this.#inSlice(async (_client, ledger, migrations) => statusOf(migrations, await ledger.applied()));
  }

  /** @returns what is wrong, one line each: edited or missing files, pending migrations, and drift of the slice; empty = nothing */
  async verify(): Promise<string[]> {
    return this.#inSlice(async (client, ledger, migrations) => {
      const problems = statusOf(migrations, await ledger.applied()).flatMap(({ version, name, state }) =>
        state === 'applied' ? [] : [`${version}_${name}: ${state}`],
      );
      const recorded = await ledger.recorded();
      const present = await describeSchema(client, this.options.schema);
      if (!recorded || recorded.fingerprint === fingerprintOf(present)) return problems;
      const added = present.filter((line) => !recorded.catalogue.includes(line)).map((line) => `drift: + ${line}`);
      const lost = recorded.catalogue.filter((line) => !present.includes(line)).map((line) => `drift: - ${line}`);
      return [...problems, ...lost, ...added];
    });
  }

  async #inSlice<T>(work: (client: pg.Client, ledger: Ledger, migrations: Migration[]) => Promise<T>): Promise<T> {
    const { schema, ownerUrl, root } = this.options;
    const migrations = await migrationsOf(schema, root);
    return inSlice(ownerUrl, schema, (client) => work(client, new Ledger(client, roleName(schema, 'service')), migrations));
  }
}

function statusOf(migrations: readonly Migration[], applied: readonly Applied[]): MigrationStatus[] {
  const known = migrations.map(({ version, name, up }): MigrationStatus => {
    const done = applied.find((row) => row.version === version);
    if (!done) return { version, name, state: 'pending' };
    return { version, name, state: done.checksum === up.checksum ? 'applied' : 'edited', appliedAt: done.appliedAt };
  });
  const unknown = applied
    .filter((row) => !migrations.some(({ version }) => version === row.version))
    .map(({ version, name, appliedAt }): MigrationStatus => ({ version, name, state: 'unknown', appliedAt }));
  return [...known, ...unknown].sort((a, b) => a.version - b.version);
}

async function run(client: pg.Client, script: Script, note: () => Promise<void>): Promise<void> {
  if (script.transactional) await client.query('BEGIN');
  try {
    await client.query(script.sql).catch((error: unknown) => {
      throw located(error, script);
    });
    if (client.getTransactionStatus() !== (script.transactional ? 'T' : 'I')) {
      throw new Error(`${script.path} must not begin or end a transaction itself`);
    }
    await note();
    if (script.transactional) await client.query('COMMIT');
  } catch (error) {
    if (client.getTransactionStatus() !== 'I') await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function located(error: unknown, { path, sql }: Script): Error {
  const { message, position } = error as { message: string; position?: string };
  const line = position ? `:${sql.slice(0, Number(position)).split('\n').length}` : '';
  return new Error(`${path}${line}: ${message}`, { cause: error });
}
