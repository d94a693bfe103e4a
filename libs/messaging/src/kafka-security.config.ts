import { z } from 'zod';

const path = z.string().min(1);

/** How to be sure of the brokers, and how they can be sure of us; part of `messagingConfig`. */
export const kafkaSecurityConfig = z.object({
  /** `on`: TLS to every broker, their certificates and names verified. */
  KAFKA_TLS: z.enum(['on', 'off']).default('off'),
  /** PEM file of the CAs to believe; those that Node comes with when left out. */
  KAFKA_TLS_CA: path.optional(),
  /** PEM files of our own certificate and its key, for brokers that ask for one. */
  KAFKA_TLS_CERT: path.optional(),
  KAFKA_TLS_KEY: path.optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().min(1).optional(),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
});
export type KafkaSecurityConfig = z.infer<typeof kafkaSecurityConfig>;
