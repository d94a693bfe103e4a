import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';

export interface StrayErrors {
  /** Ends the watch. @returns what nobody had handled by then, as text with its stack */
  readonly end: () => string[];
}

/** Watches a process for exceptions that nobody catches and rejections that nobody handles, which would end it otherwise. */
export function watchStrayErrors(of: EventEmitter): StrayErrors {
  const thrown: unknown[] = [];
  const rejected = new Map<Promise<unknown>, unknown>();
  const listeners = {
    uncaughtException: (error: unknown): void => void thrown.push(error),
    unhandledRejection: (error: unknown, promise: Promise<unknown>): void => void rejected.set(promise, error),
    rejectionHandled: (promise: Promise<unknown>): void => void rejected.delete(promise),
  };
  for (const [event, listener] of Object.entries(listeners)) of.on(event, listener);
  return {
    end: () => {
      for (const [event, listener] of Object.entries(listeners)) of.off(event, listener);
      return [...thrown, ...rejected.values()].map((error) => (error instanceof Error && error.stack) || inspect(error));
    },
  };
}
