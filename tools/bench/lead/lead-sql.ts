import type { Sql, Tx } from '@leadstream/persistence';

/** A statement as the lead service sends it. */
export interface SentStatement {
  readonly sql: Sql;
  readonly values: readonly unknown[];
}

interface LeadRepository {
  findById(tx: Tx, tenantId: string, leadId: string): Promise<unknown>;
}
interface SelectionReadModel {
  findPage(tx: Tx, tenantId: string, registry: unknown, selection: unknown, page: object): Promise<unknown>;
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

/** A custom field as far as a benchmark says it; all else is as by default. */
export interface BenchField {
  readonly fieldId: string;
  readonly key: string;
  readonly type: string;
  readonly indexed: boolean;
}

/** The statement that finds the first `limit` leads of a filter. */
export async function selectionStatement(
  tenantId: string,
  fields: readonly BenchField[],
  stated: object,
  limit: number,
): Promise<SentStatement> {
  const of = async <T>(path: string): Promise<T> => (await import(new URL(`${LEAD}${path}`, import.meta.url).href)) as T;
  const { SelectionReadModel } = await of<{ SelectionReadModel: new () => SelectionReadModel }>('selection/selection.read-model.js');
  const { readSelection } = await of<{ readSelection: (registry: unknown, stated: object) => object }>('selection/selection.rules.js');
  const { fieldRegistry } = await of<{ fieldRegistry: (fields: readonly object[]) => unknown }>('filter/fields/field-registry.rules.js');
  const registry = fieldRegistry(fields.map((field) => ({ ...field, label: field.key, options: {}, unique: false, archived: false })));
  const read = readSelection(registry, stated);
  if (!('selection' in read)) throw new Error(JSON.stringify(read));
  const page = { limit, now: new Date() };
  return sentBy((tx) => new SelectionReadModel().findPage(tx, tenantId, registry, read.selection, page), tenantId, limit);
}

/** @param found how many rows the statement is told to have found */
async function sentBy(work: (tx: Tx) => Promise<unknown>, tenantId: string, found = 0): Promise<SentStatement> {
  const sent: SentStatement[] = [];
  const note = async <R>(sql: Sql, values: readonly unknown[] = []): Promise<R[]> => {
    sent.push({ sql, values });
    return Array.from({ length: found }, () => ({}) as R);
  };
  await work({ tenantId, query: note, queryOne: async (sql, values) => void (await note(sql, values)), execute: async () => 0 });
  const [only, ...more] = sent;
  if (!only || more.length > 0) throw new Error('the service sent other than one statement');
  return only;
}
