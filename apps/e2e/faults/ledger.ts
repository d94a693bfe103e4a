/** What a client may ask for. */
export const OPERATIONS = [
  'capture',
  'update',
  'status',
  'delete',
  'dnc-add',
  'dnc-remove',
  'consent',
  'interaction',
  'webhook',
  'import',
] as const;
export type OperationKind = (typeof OPERATIONS)[number];

/** What is known of an operation: done, not done, or perhaps done (once at most). */
export type Standing = 'acked' | 'refused' | 'unknown';

/** One thing a client asked for, however often it had to ask. */
export interface Entry {
  /** Unique in the ledger; sent along so that the effect can be recognised where it is stored. */
  readonly id: string;
  readonly kind: OperationKind;
  /** The lead it changes or speaks of, by the id of the operation that captured it. */
  readonly lead?: string;
  /** Rows of an import, events of a webhook; 1 for everything else. */
  readonly size: number;
  standing: Standing;
  /** Requests that were sent. */
  attempts: number;
  /** Requests whose outcome the client never learned. */
  unanswered: number;
  /** Status of the last answer. */
  status?: number;
  /** Id that the system gave to what was made; from the beginning where the operation takes something away. */
  effectId?: string;
  /** Version of the lead after the change. */
  version?: number;
}

/** Counts of a ledger. */
export interface LedgerSummary {
  readonly operations: number;
  readonly acked: number;
  readonly refused: number;
  /** Refused operations by kind and status. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Operations with a request whose outcome the client never learned; most of them were settled by a repetition. */
  readonly unanswered: number;
  /** Operations that stayed unknown: the client gave up. */
  readonly unknown: number;
}

/** Everything one tenant's clients asked for, and what they were told. */
export class Ledger {
  readonly tenantId: string;
  readonly #entries = new Map<string, Entry>();

  constructor(tenantId: string) {
    this.tenantId = tenantId;
  }

  /** Writes an operation down before it is sent. */
  open(entry: Pick<Entry, 'id' | 'kind' | 'lead' | 'size' | 'effectId'>): Entry {
    if (this.#entries.has(entry.id)) throw new Error(`operation ${entry.id} is in the ledger already`);
    const opened: Entry = { ...entry, standing: 'unknown', attempts: 0, unanswered: 0 };
    this.#entries.set(entry.id, opened);
    return opened;
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  of(...kinds: readonly OperationKind[]): Entry[] {
    return this.entries.filter(({ kind }) => kinds.includes(kind));
  }

  summary(): LedgerSummary {
    const count = (holds: (entry: Entry) => boolean): number => this.entries.filter(holds).length;
    const refused = this.entries.filter(({ standing }) => standing === 'refused');
    return {
      operations: this.#entries.size,
      acked: count(({ standing }) => standing === 'acked'),
      refused: refused.length,
      refusals: Object.fromEntries(
        [...Map.groupBy(refused, ({ kind, status }) => `${kind} ${status ?? ''}`)].map(([name, entries]) => [name, entries.length]),
      ),
      unanswered: count(({ unanswered }) => unanswered > 0),
      unknown: count(({ standing }) => standing === 'unknown'),
    };
  }
}
