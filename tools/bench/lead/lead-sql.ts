import type { Sql, Tx } from '@leadstream/persistence';

/** A statement as the lead service sends it. */
export interface SentStatement {
  readonly sql: Sql;
  readonly values: readonly unknown[];
}

interface LeadRepository {
  findById(tx: Tx, tenantId: string, leadId: string): Promise<unknown>;
}
interface LeadListReadModel {
  findPage(tx: Tx, tenantId: string, query: object): Promise<unknown>;
}

const LEAD = '../../../apps/lead/dist/';

/** The statement that reads one lead. */
export async function readStatement(tenantId: string, leadId: string): Promise<SentStatement> {
  const { LeadRepository } = (await import(new URL(`${LEAD}lead-store/lead.repository.js`, import.meta.url).href)) as {
    LeadRepository: new () => LeadRepository;
  };
  return sentBy((tx) => new LeadRepository().findById(tx, tenantId, leadId), tenantId);
}

/** The statement that lists leads. */
export async function listStatement(tenantId: string, query: object): Promise<SentStatement> {
  const { LeadListReadModel } = (await import(new URL(`${LEAD}profile/lead-list.read-model.js`, import.meta.url).href)) as {
    LeadListReadModel: new () => LeadListReadModel;
  };
  return sentBy((tx) => new LeadListReadModel().findPage(tx, tenantId, query), tenantId);
}

async function sentBy(work: (tx: Tx) => Promise<unknown>, tenantId: string): Promise<SentStatement> {
  const sent: SentStatement[] = [];
  const note = async (sql: Sql, values: readonly unknown[] = []): Promise<never[]> => {
    sent.push({ sql, values });
    return [];
  };
  await work({ tenantId, query: note, queryOne: async (sql, values) => void (await note(sql, values)), execute: async () => 0 });
  const [only, ...more] = sent;
  if (!only || more.length > 0) throw new Error('the service sent other than one statement');
  return only;
}
