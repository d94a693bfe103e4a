import { expect } from '@jest/globals';
import {
  type DataOf,
  type Erasure,
  personDataErasedV1,
  personDataLocatedV1,
  type personDataRequestedV1,
  privacyTopic,
  type Producer,
  SERVICES,
} from '@leadstream/contracts';
import { type Clock, uuidV7 } from '@leadstream/kernel';
import { captureEvents, type EventCapture, eventually, leadCaptured, type ServiceClient, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from './compliance-app.js';
import { stated } from './stated.js';

export type Request = DataOf<typeof personDataRequestedV1>;

/** Services that the stage answers for. */
export const OTHERS = SERVICES.filter((service) => service !== 'compliance');
export const PATIENCE_MS = 3_600_000;
export const PAUSE_MS = 65_000;
export const SETTINGS = { ERASURE_PAUSE_MS: String(PAUSE_MS), ERASURE_PATIENCE_MS: String(PATIENCE_MS) };

export const person = (n: number) => ({ email: `canary${n}@example.com`, phone: `+1415555267${n}` });

/** The service, with all others played: they answer when the spec has them answer. */
export class ErasureStage {
  /** How far the service's clock is ahead. */
  #aheadMs = 0;
  #app: ComplianceApp | undefined;
  #asked: EventCapture | undefined;
  readonly clock: Clock = { now: () => new Date(Date.now() + this.#aheadMs) };

  static async start(): Promise<ErasureStage> {
    const stage = new ErasureStage();
    stage.#app = await startComplianceApp(stage.clock, { ...SETTINGS, ERASURE_TURN_MS: '250' });
    stage.#asked = await captureEvents(stage.app.topics.name(privacyTopic), { vault: stage.app.database });
    return stage;
  }

  get app(): ComplianceApp {
    if (this.#app === undefined) throw new Error('the service is not started');
    return this.#app;
  }

  /** What is said on the topic of privacy. */
  get asked(): EventCapture {
    if (this.#asked === undefined) throw new Error('the service is not started');
    return this.#asked;
  }

  async stop(): Promise<void> {
    await this.#asked?.stop();
    await this.#app?.stop();
  }

  /** A lead that is known here, with an address that is on the list and a channel that was withdrawn from. */
  async aLead(tenant: ServiceClient, addresses: ReturnType<typeof person>): Promise<string> {
    const leadId = uuidV7.next();
    await this.app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { ...addresses, consents: [stated({})] }));
    await eventually(async () => {
      const { body } = await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`);
      expect(body.known).toBe(true);
    });
    return leadId;
  }

  async request(tenant: ServiceClient, leadId: string, reason = 'request'): Promise<Erasure> {
    const { status, body } = await tenant.post<Erasure>('/v1/erasures', { leadId, reason });
    expect(status).toBe(202);
    return body;
  }

  async shown(tenant: ServiceClient, id: string): Promise<Erasure> {
    return (await tenant.get<Erasure>(`/v1/erasures/${id}`)).body;
  }

  reaches(tenant: ServiceClient, id: string, step: Erasure['step']): Promise<Erasure> {
    return eventually(
      async () => {
        const found = await this.shown(tenant, id);
        expect(found.step).toBe(step);
        return found;
      },
      { withinMs: 30_000 },
    );
  }

  /** What the services were asked last. */
  question(id: string, step: Request['step'], round: number): Promise<Request> {
    return eventually(() => {
      const questions = this.asked.ofType('person-data.requested').map(({ data }) => data as Request);
      const found = questions.find((one) => one.requestId === id && one.step === step && one.round === round);
      if (found === undefined) throw new Error('nobody was asked');
      return found;
    });
  }

  async locate(tenant: ServiceClient, id: string, round: number, services: readonly Producer[], references: string[] = []): Promise<void> {
    await this.question(id, 'references', round);
    const told = { requestId: id, step: 'references' as const, round, references };
    await Promise.all(services.map((service) => this.tell(tenant, service, told)));
  }

  /** Names that a service knows. */
  async tell({ tenantId }: ServiceClient, service: Producer, told: Omit<DataOf<typeof personDataLocatedV1>, 'service'>): Promise<void> {
    const event = { tenantId, sequence: told.round, source: service, data: { ...told, service } };
    await this.app.publisher.publish(personDataLocatedV1, [event]);
  }

  async erase(tenant: ServiceClient, id: string, round: number, services: readonly Producer[]): Promise<void> {
    await this.question(id, 'erase', round);
    const store = { store: 'things', kind: 'table' as const, removed: 1, blanked: 0, kept: 0, keptFor: null };
    await this.app.publisher.publish(
      personDataErasedV1,
      services.map((service) => ({
        tenantId: tenant.tenantId,
        sequence: round,
        source: service,
        data: { requestId: id, service, round, stores: [store], doneAt: new Date().toISOString() },
      })),
    );
  }

  /** Lets the pause of the present step be over. */
  pass(ms: number): void {
    this.#aheadMs += ms;
  }

  /** From the request to the certificate, nobody having anything to tell. */
  async complete(tenant: ServiceClient, id: string): Promise<void> {
    await this.locate(tenant, id, 1, OTHERS);
    await this.reaches(tenant, id, 'forgetting');
    this.pass(PAUSE_MS);
    await this.erase(tenant, id, 1, OTHERS);
    await this.reaches(tenant, id, 'settling');
    this.pass(PAUSE_MS);
    await this.erase(tenant, id, 2, OTHERS);
    await this.reaches(tenant, id, 'certified');
  }

  /** Tables of the slice in which one of the words stands, in whatever column. */
  async tablesWith(words: readonly string[]): Promise<string[]> {
    const tables = await sql<{ name: string }>(
      this.app.database.adminUrl,
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'compliance'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await sql(
        this.app.database.adminUrl,
        `SELECT 1 FROM compliance.${name} AS t WHERE EXISTS (SELECT FROM unnest($1::text[]) AS word WHERE position(word IN t::text) > 0) LIMIT 1`,
        [words],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  }
}
