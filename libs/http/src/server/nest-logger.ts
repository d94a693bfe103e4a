import type { LoggerService } from '@nestjs/common';
import { logger } from '@leadstream/telemetry';

const log = logger('nest');

/** Sends Nest's own lines through our logger; its chatter at start is of interest to nobody else. */
export const nestLogger: LoggerService = {
  log: (message: unknown, ...rest: unknown[]) => log.debug('nest_log', fieldsOf(message, rest)),
  debug: (message: unknown, ...rest: unknown[]) => log.trace('nest_debug', fieldsOf(message, rest)),
  verbose: (message: unknown, ...rest: unknown[]) => log.trace('nest_verbose', fieldsOf(message, rest)),
  warn: (message: unknown, ...rest: unknown[]) => log.warn('nest_warning', fieldsOf(message, rest)),
  error: (message: unknown, ...rest: unknown[]) => log.error('nest_error', fieldsOf(message, rest)),
  fatal: (message: unknown, ...rest: unknown[]) => log.fatal('nest_fatal', fieldsOf(message, rest)),
};

function fieldsOf(message: unknown, rest: readonly unknown[]) {
  const source = rest.at(-1);
  return {
    ...(message instanceof Error ? { error: message } : { message: String(message) }),
    ...(typeof source === 'string' && { source }),
  };
}
