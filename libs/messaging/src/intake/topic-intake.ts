import { contractName, type DataOf, encodeEvent, type EventContract, type Sealing, sourceOf } from '@leadstream/contracts';
import { type Clock, currentContext, type IdSource, systemClock, uuidV7 } from '@leadstream/kernel';
import { currentTraceparent, errorType, withSpan } from '@leadstream/telemetry';
import { ClientConnections } from '../client-connections.js';
import type { KafkaClient } from '../kafka-client.js';
import { DEFAULT_MAX_RECORD_BYTES } from '../outbox/outbox.js';
import { DEFAULT_INTAKE_LIMITS, GroupedSender, type IntakeLimits, type SizedRecord } from './grouped-sender.js';
import type { PersonalData } from '../personal-data.js';
import { intakeErrors } from './intake.errors.js';
import { intakeAccepted, intakeRefused, intakeSeconds, observeIntake } from './intake.metrics.js';

export interface TopicIntakeOptions {
  readonly kafka: KafkaClient;
  /** Put in front of topic names; empty outside of tests. */
  readonly topicPrefix?: string;
  readonly limits?: Partial<IntakeLimits>;
  /** Seals what speaks of persons; without it, contracts that name one are published as they are. */
  readonly personal?: Pick<PersonalData, 'sealings'>;
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

const CLOSE_WITHIN_MS = 5_000;
/** What the attributes of an event weigh, about. */
const HEADER_BYTES = 600;

/**
 * The way into a topic for floods that change no state of ours yet: what a caller is told to be accepted lies in the topic.
 * Whoever changes state publishes through the `Outbox` instead. Unlike there, an event may be in its topic though the caller was
 * refused; so its consumers must know a repeated one by what it holds.
 */
export class TopicIntake {
  readonly #connections: ClientConnections;
  readonly #sender: GroupedSender;
  readonly #personal: Pick<PersonalData, 'sealings'> | undefined;
  readonly #prefix: string;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #stopObserving: () => void;

  constructor({ kafka, topicPrefix = '', limits = {}, personal, clock = systemClock, ids = uuidV7 }: TopicIntakeOptions) {
    this.#connections = new ClientConnections(kafka);
    this.#sender = new GroupedSender(this.#connections.producer, { ...DEFAULT_INTAKE_LIMITS, ...limits });
    this.#personal = personal;
    this.#prefix = topicPrefix;
    this.#clock = clock;
    this.#ids = ids;
    this.#stopObserving = observeIntake(() => this.#sender.heldBytes);
  }

  /**
   * Publishes events of one tenant and waits until all in-sync replicas hold every one. Correlation and trace come from the
   * ambient context; each event counts as the first of its aggregate.
   * @throws z.ZodError when data break the contract: a bug
   * @throws DomainError `INTAKE.EVENT_TOO_LARGE`, `INTAKE.OVERLOADED`, one of kind `unavailable` while keys cannot be had (nothing was published);
   *   `INTAKE.UNAVAILABLE` (unknown)
   */
  async publish<C extends EventContract>(contract: C, tenantId: string, data: readonly DataOf<C>[]): Promise<void> {
    const topic = contract.topic.name;
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.destination.name': this.#prefix + topic,
      'messaging.batch.message_count': data.length,
    };
    const startedMs = performance.now();
    try {
      const send = async () => {
        const sealings = await this.#sealings(contract, tenantId, data);
        await this.#sender.send(data.map((one, index) => this.#encode(contract, tenantId, one, sealings[index])));
      };
      await withSpan(`send ${topic}`, attributes, send, { kind: 'producer' });
      intakeAccepted.add(data.length, { topic });
      intakeSeconds.record((performance.now() - startedMs) / 1000, { topic });
    } catch (error) {
      intakeRefused.add(data.length, { topic, 'error.type': errorType(error) });
      throw error;
    }
  }

  /** Waits for what is held, bounded in time. Nest calls it once no request is in work. */
  async onApplicationShutdown(): Promise<void> {
    this.#stopObserving();
    await this.#sender.close();
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref());
    await Promise.race([this.#connections.close(), patience]);
  }

  /** One look for all. What a destroyed key would seal is refused: it was not kept. */
  async #sealings<C extends EventContract>(contract: C, tenantId: string, data: readonly DataOf<C>[]): Promise<(Sealing | undefined)[]> {
    if (contract.person === undefined || this.#personal === undefined) return [];
    const sealings = await this.#personal.sealings(
      tenantId,
      data.map((one) => ({ contract, data: one as Record<string, unknown> })),
    );
    if (sealings.includes('erased')) throw intakeErrors.UNAVAILABLE({ detail: 'The key that would seal it is destroyed.' });
    return sealings;
  }

  #encode<C extends EventContract>(contract: C, tenantId: string, data: DataOf<C>, sealing: Sealing | undefined): SizedRecord {
    const id = this.#ids.next();
    const { key, headers, value } = encodeEvent(
      contract,
      {
        id,
        type: contract.type,
        version: contract.version,
        source: sourceOf(contract),
        time: this.#clock.now(),
        tenantId,
        subject: String((data as Record<string, unknown>)[contract.aggregate]),
        sequence: 1,
        correlationId: currentContext()?.requestId ?? id,
        causationId: undefined,
        data,
      },
      currentTraceparent(),
      sealing,
    );
    const bytes = Buffer.byteLength(value) + HEADER_BYTES;
    if (bytes > DEFAULT_MAX_RECORD_BYTES) {
      throw intakeErrors.EVENT_TOO_LARGE({
        extra: { event: contractName(contract), sizeBytes: bytes, limitBytes: DEFAULT_MAX_RECORD_BYTES },
      });
    }
    return { record: { topic: this.#prefix + contract.topic.name, key, headers, value }, bytes };
  }
}
