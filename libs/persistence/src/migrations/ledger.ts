import type pg from 'pg';
import { fingerprintOf } from './catalogue.js';
import type { Migration } from './migration-folder.js';

/** A migration that a slice went through. */
export interface Applied {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
}

/** What the slice looked like after the runner's last change. */
export interface Recorded {
  readonly fingerprint: string;
  readonly catalogue: readonly string[];
}

const CREATE = `
CREATE TABLE IF NOT EXISTS schema_migration (
  version     integer     PRIMARY KEY,
  name        text        NOT NULL,
  checksum    text        NOT NULL,
  applied_at  timestamptz NOT NULL DEFAULT now(),
  position    bigint      GENERATED ALWAYS AS IDENTITY,
  -- Of the whole slice, on the row that was applied last.
  fingerprint text,
  catalogue   text[]
)`;

/** Which migrations a slice has, kept inside the slice. */
export class Ledger {
  constructor(
    private readonly client: pg.ClientBase,
    private readonly service: string,
  ) {}

  async create(): Promise<void> {
    await this.client.query(CREATE);
    await this.client.query(`REVOKE ALL ON schema_migration FROM ${this.client.escapeIdentifier(this.service)}`);
  }

  /** In the order of their application; empty when the slice was never migrated. */
  async applied(): Promise<Applied[]> {
    if (!(await this.#exists())) return [];
    const { rows } = await this.client.query<Applied>(
      'SELECT version, name, checksum, applied_at AS "appliedAt" FROM schema_migration ORDER BY position',
    );
    return rows;
  }

  async add({ version, name, up }: Migration): Promise<void> {
    await this.client.query('INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)', [version, name, up.checksum]);
  }

  async remove(version: number): Promise<void> {
    await this.client.query('DELETE FROM schema_migration WHERE version = $1', [version]);
  }

  /** Keeps the slice's present description on its last row. */
  async record(catalogue: readonly string[]): Promise<void> {
    await this.client.query(
      `UPDATE schema_migration SET
         fingerprint = CASE WHEN position = latest THEN $1 END, catalogue = CASE WHEN position = latest THEN $2::text[] END
       FROM (SELECT max(position) AS latest FROM schema_migration) AS last
       WHERE position = latest OR fingerprint IS NOT NULL`,
      [fingerprintOf(catalogue), catalogue],
    );
  }

  async recorded(): Promise<Recorded | undefined> {
    if (!(await this.#exists())) return undefined;
    const { rows } = await this.client.query<Recorded>('SELECT fingerprint, catalogue FROM schema_migration WHERE fingerprint IS NOT NULL');
    return rows[0];
  }

  async #exists(): Promise<boolean> {
    const { rows } = await this.client.query<{ found: boolean }>(`SELECT to_regclass('schema_migration') IS NOT NULL AS found`);
    return rows[0]?.found ?? false;
  }
}
