import { randomInt, randomUUID } from 'node:crypto';
import { SendgridStandIn } from '../sendgrid-stand-in.js';

/** Everything a tenant has and knows of its own: what another one could try to use. */
export class World {
  /** Stands in every personal value: whoever sees it has seen this tenant's data. */
  readonly canary = `canary${randomUUID().slice(0, 8)}`;
  readonly email = `${this.canary}@example.com`;
  readonly phone = `+1202555${randomInt(1_000, 9_999)}`;
  readonly clientEventId = randomUUID();
  readonly visitorId = randomUUID();
  readonly sendgrid: SendgridStandIn;
  /** By the name of the step that made it. */
  readonly ids: Record<string, string> = {};
  /** What is known in public, by the name of the step that made it: no secret, and no right to anything. */
  readonly keys: Record<string, string> = {};
  /** Paths that open something to whoever has them, by the name of the step that made them. */
  readonly links: Record<string, string> = {};
  /** Version of the lead as its owner sees it. */
  leadEtag = '"1"';

  #settledAt: string | undefined;

  constructor(gatewayUrl: string) {
    this.sendgrid = new SendgridStandIn(gatewayUrl);
  }

  /** An instant after everything was made: when it was first asked for. */
  get settledAt(): string {
    return (this.#settledAt ??= new Date().toISOString());
  }

  id(step: string): string {
    const id = this.ids[step];
    if (id === undefined) throw new Error(`nothing was made by ${step} yet`);
    return id;
  }
}
