import kafkajs from 'kafkajs';

/** Type of the broker's error at the bottom of kafkajs's wrappers. */
export function protocolErrorType(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof kafkajs.KafkaJSProtocolError) return cause.type;
  }
  return undefined;
}
