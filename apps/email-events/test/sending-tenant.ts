import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { EmailEvent, EmailMessage, WebhookEndpoint } from '@leadstream/contracts';
import { eventually, type ServiceClient } from '@leadstream/testing';
import type { EmailEventsApp } from './email-events-app.js';
import { deliver, type Flaws, publicKey, type Receipt } from './sendgrid.js';

interface Deviation extends Flaws {
  /** Another path than that of the endpoint. */
  readonly path?: string;
  /** Base URL of another process. */
  readonly base?: string;
}

/** A page of events. */
export interface EventPage {
  readonly items: EmailEvent[];
  readonly nextCursor: string | null;
}

/** A new tenant with an endpoint, at which SendGrid delivers. */
export class SendingTenant {
  private constructor(
    private readonly app: EmailEventsApp,
    readonly client: ServiceClient,
    readonly endpoint: WebhookEndpoint,
  ) {}

  static async register(app: EmailEventsApp): Promise<SendingTenant> {
    const client = app.as();
    const { body } = await client.post<WebhookEndpoint>('/v1/email/endpoints', { provider: 'sendgrid', name: 'main', publicKey });
    return new SendingTenant(app, client, body);
  }

  get id(): string {
    return this.client.tenantId;
  }

  /** Bytes as they are; events as JSON. */
  deliver(body: string | readonly unknown[], { path, base, ...flaws }: Deviation = {}): Promise<Receipt> {
    const url = new URL(path ?? this.endpoint.path, base ?? this.app.service.url);
    return deliver(url, typeof body === 'string' ? body : JSON.stringify(body), flaws);
  }

  async messages(query = ''): Promise<EmailMessage[]> {
    return (await this.client.get<{ items: EmailMessage[] }>(`/v1/email/messages${query}`)).body.items;
  }

  async events(query = ''): Promise<EventPage> {
    return (await this.client.get<EventPage>(`/v1/email/events${query}`)).body;
  }

  /** Stored events but for the markers of `drained`. */
  async stored(): Promise<EmailEvent[]> {
    return (await this.events('?limit=1000')).items.filter(({ kind }) => kind !== 'marker');
  }

  /** Waits until both partitions are worked off: so many deliveries fall into one alone only once in a million times. */
  async drained(): Promise<void> {
    const ids = Array.from({ length: 20 }, () => randomUUID());
    await Promise.all(ids.map((id) => this.deliver([{ event: 'marker', sg_event_id: id }])));
    await eventually(async () => {
      const seen = new Set((await this.events('?limit=1000')).items.map(({ providerEventId }) => providerEventId));
      expect(ids.filter((id) => !seen.has(id))).toEqual([]);
    });
  }
}
