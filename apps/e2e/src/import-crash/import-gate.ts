import type { Pool, PoolClient } from 'pg';

/** Key of the advisory lock that a closed gate holds. */
const KEY = 5_150;

/**
 * A gate in the database that a tenant's imports cannot pass while it is closed: the batch that would bring in more than so many rows waits in its
 * transaction. With it an import that is to be killed is still underway, however late the kill comes.
 */
export class ImportGate {
  private constructor(
    private readonly holder: PoolClient,
    private readonly tenantId: string,
  ) {}

  /** Sets up an open gate. It takes a connection of `admin` until it is removed. */
  static async install(admin: Pool, tenantId: string, rows: number): Promise<ImportGate> {
    const gate = new ImportGate(await admin.connect(), tenantId);
    await gate.holder.query(`CREATE OR REPLACE FUNCTION lead.wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock_shared(${KEY}); RETURN NEW; END'`);
    await gate.place(rows);
    return gate;
  }

  /** Resolves when nobody is on the way through it any more. */
  async close(): Promise<void> {
    await this.holder.query('SELECT pg_advisory_lock($1)', [KEY]);
  }

  /** However often it was closed. */
  async open(): Promise<void> {
    await this.holder.query('SELECT pg_advisory_unlock_all()');
  }

  /** Moves a closed gate. */
  async move(rows: number): Promise<void> {
    await this.open();
    await this.place(rows);
    await this.close();
  }

  /**
   * Lets the transactions of a process that was killed come to their end, which is a rollback: who waits for a lock does not notice that its client
   * is gone, and keeps the import locked until it gets it.
   */
  async flush(): Promise<void> {
    await this.open();
    await this.close();
  }

  async remove(): Promise<void> {
    await this.open();
    await this.holder.query('DROP FUNCTION lead.wait_at_gate() CASCADE');
    this.holder.release();
  }

  private async place(rows: number): Promise<void> {
    await this.holder.query(`CREATE OR REPLACE TRIGGER gate BEFORE UPDATE ON lead.import FOR EACH ROW
      WHEN (NEW.tenant_id = '${this.tenantId}' AND NEW.rows_done > ${rows}) EXECUTE FUNCTION lead.wait_at_gate()`);
  }
}
