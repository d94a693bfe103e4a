import type { BeforeApplicationShutdown, INestApplication, OnApplicationBootstrap } from '@nestjs/common';
import type { TlsTrouble } from '@leadstream/kernel';
import type { TenantDatabase } from '@leadstream/persistence';
import type { EventConsumerStrategy } from './consumer/event-consumer.strategy.js';
import type { OutboxRelay } from './outbox/outbox-relay.js';

/** Where health checks are registered; the edge's `HealthRegistry` is one. */
export interface HealthSink {
  register(name: string, check: () => { readonly ok: true } | { readonly ok: false; readonly reason: string }): void;
}

const RELAY_SILENT_AFTER_MS = 15_000;

/** Consumers and relay of a process, as its roles have them; they live as long as the application. */
export class MessagingRuntime implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** @param relayDatabase ends with the relay */
  constructor(
    readonly consumers: EventConsumerStrategy | undefined,
    readonly relay: OutboxRelay | undefined,
    private readonly relayDatabase: TenantDatabase | undefined,
    private readonly kafkaTls?: TlsTrouble,
  ) {}

  onApplicationBootstrap(): void {
    this.relay?.start();
  }

  /** Drains before anything that handlers use goes away; Nest itself would close the transport last. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.consumers?.close(), this.relay?.stop()]);
    await this.relayDatabase?.end();
  }

  /** Ready only when every group's loop turns and the relay's last turn was not long ago. */
  registerHealth(health: HealthSink): void {
    const { consumers, relay, kafkaTls } = this;
    if (kafkaTls !== undefined) health.register('kafka-tls', () => tlsVerdictOf(kafkaTls));
    if (consumers !== undefined) health.register('kafka-consumer', () => verdictOf(consumers));
    if (relay === undefined) return;
    health.register('outbox-relay', () =>
      Date.now() - (relay.lastTurnMs ?? 0) < RELAY_SILENT_AFTER_MS ? { ok: true } : { ok: false, reason: 'relay_does_not_turn' },
    );
  }
}

function tlsVerdictOf({ reason }: TlsTrouble): ReturnType<Parameters<HealthSink['register']>[1]> {
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

function verdictOf(consumers: EventConsumerStrategy): ReturnType<Parameters<HealthSink['register']>[1]> {
  const reasons = consumers.health().flatMap(({ group, reasons: ofGroup }) => ofGroup.map((reason) => `${group}:${reason}`));
  return reasons.length === 0 ? { ok: true } : { ok: false, reason: reasons.join(' ') };
}

/** Binds the decorated controllers to the consumers, if the process has any; call before the app is initialised. */
export function connectMessaging(app: INestApplication, health?: HealthSink): void {
  const runtime = app.get(MessagingRuntime, { strict: false });
  if (runtime.consumers !== undefined) app.connectMicroservice({ strategy: runtime.consumers });
  if (health !== undefined) runtime.registerHealth(health);
}
