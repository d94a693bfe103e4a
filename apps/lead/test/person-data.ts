import {
  type DataOf,
  type personDataErasedV1,
  type personDataGatheredV1,
  personDataRequestedV1,
  privacyTopic,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { captureEvents, type EventCapture, eventually } from '@leadstream/testing';
import pg from 'pg';
import type { LeadApp } from './lead-app.js';

type Asked = DataOf<typeof personDataRequestedV1>;
export type Receipt = DataOf<typeof personDataErasedV1>;
type Gathered = DataOf<typeof personDataGatheredV1>;

/** Asks the service about a person as compliance does, and waits for its answer. */
export class PersonDataAsker {
  private constructor(
    private readonly app: LeadApp,
    private readonly answers: EventCapture,
  ) {}

  static async connect(app: LeadApp): Promise<PersonDataAsker> {
    return new PersonDataAsker(app, await captureEvents(app.topics.name(privacyTopic), { vault: app.database }));
  }

  /** Records by the name of their store. */
  async gather(tenantId: string, subject: Pick<Asked, 'leadIds' | 'addresses'>): Promise<Map<string, Record<string, unknown>[]>> {
    const parts = await this.ask<Gathered>(tenantId, subject, 'gather', 'person-data.gathered', (found) => found.some(({ last }) => last));
    const records = Map.groupBy(
      parts.flatMap((part) => part.records ?? []),
      ({ store }) => store,
    );
    return new Map([...records].map(([store, of]) => [store, of.map(({ fields }) => fields)]));
  }

  /** Further names of the person. */
  async locate(tenantId: string, subject: Pick<Asked, 'leadIds' | 'addresses'>): Promise<string[]> {
    const [told] = await this.ask<{ references: string[] | null }>(tenantId, subject, 'references', 'person-data.located');
    return (told?.references ?? []).toSorted();
  }

  async erase(tenantId: string, subject: Pick<Asked, 'leadIds' | 'addresses'>): Promise<Receipt> {
    const [receipt] = await this.ask<Receipt>(tenantId, subject, 'erase', 'person-data.erased');
    return receipt as Receipt;
  }

  stop(): Promise<void> {
    return this.answers.stop();
  }

  private async ask<A>(
    tenantId: string,
    subject: Pick<Asked, 'leadIds' | 'addresses'>,
    step: Asked['step'],
    type: string,
    isWhole: (answers: readonly A[]) => boolean = (answers) => answers.length > 0,
  ): Promise<A[]> {
    const requestId = uuidV7.next();
    const data: Asked = { requestId, purpose: 'erasure', step, round: 1, ...subject };
    await this.app.publish({ contract: personDataRequestedV1, event: { tenantId, sequence: 1, data } });
    return eventually(
      () => {
        const found = this.answers.ofType(type).map(({ data: answer }) => answer as A & { readonly requestId: string });
        const mine = found.filter((answer) => answer.requestId === requestId);
        if (!isWhole(mine)) throw new Error(`no ${type} yet`);
        return mine;
      },
      { withinMs: 60_000 },
    );
  }
}

const TABLES = `
SELECT c.relname AS name,
  array_remove(array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'bytea'::regtype AND a.attnum > 0 AND NOT a.attisdropped), NULL) AS bytes
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'lead'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY c.relname ORDER BY c.relname`;

/** Names of the tables of the slice in which one of the words stands, in whatever column, bytes included; letters count alike. */
export async function tablesWith(app: LeadApp, words: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: app.database.adminUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; bytes: string[] | null }>(TABLES);
    const found: string[] = [];
    for (const { name, bytes } of tables) {
      const texts = ['held::text', ...(bytes ?? []).map((column) => `encode(held.${column}, 'escape')`)];
      const { rows } = await client.query(`SELECT 1 FROM lead.${name} AS held WHERE concat_ws(' ', ${texts.join(', ')}) ~* $1 LIMIT 1`, [
        words.join('|'),
      ]);
      if (rows.length > 0) found.push(name);
    }
    return found;
  } finally {
    await client.end();
  }
}
