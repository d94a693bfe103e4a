import { currentContext } from '@leadstream/kernel';
import { context, trace } from '@opentelemetry/api';
import { destination, type Level, type LevelWithSilent, pino } from 'pino';
import { redact } from './redaction.js';

export type LogFields = Readonly<Record<string, unknown>>;

/** Constant event name in snake_case, then fields: `log.info('relay_published', { count })`. Errors go in the field `error`. */
export type Log = (event: string, fields?: LogFields) => void;
export type Logger = { readonly [L in Level]: Log };

export interface LoggerOptions {
  readonly service: string;
  readonly level: LevelWithSilent;
  readonly destination?: { write(line: string): void };
}

/** Before the process is configured nothing is lost: lines go to standard output with no service name. */
let root = pinoOf({ service: 'unconfigured', level: 'info' });

/** Sets service name, level and destination for every logger of the process, those already made included. */
export function configureLogger(options: LoggerOptions): void {
  root = pinoOf(options);
}

/**
 * A logger whose lines carry its name, the service, and tenant, request and trace of the ambient contexts.
 * ERROR means that somebody has to look: a healthy system writes none.
 * @param name component that speaks, kebab-case
 */
export function logger(name: string): Logger {
  const at =
    (level: Level): Log =>
    (event, fields) => {
      if (root.isLevelEnabled(level)) root[level](fields ? { component: name, ...redact(fields) } : { component: name }, event);
    };
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}

function pinoOf({ service, level, destination: target }: LoggerOptions) {
  return pino(
    {
      level,
      base: { service },
      messageKey: 'event',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: ambientFields,
    },
    target ?? destination({ fd: 1, sync: true }),
  );
}

function ambientFields(): Record<string, string> {
  const fields: Record<string, string> = {};
  const request = currentContext();
  if (request) {
    fields['tenantId'] = request.tenantId;
    fields['requestId'] = request.requestId;
  }
  const span = trace.getSpanContext(context.active());
  if (span) {
    fields['traceId'] = span.traceId;
    fields['spanId'] = span.spanId;
  }
  return fields;
}
