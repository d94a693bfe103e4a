import { meter } from '@leadstream/telemetry';

const messaging = meter('leadstream.messaging');

export const intakeAccepted = messaging.counter<{ readonly topic: string }>('messaging.intake.accepted', {
  unit: '{event}',
  description: 'Events that all replicas held before their caller was answered.',
});
/** The error's type is a code of `intakeErrors`. */
export const intakeRefused = messaging.counter<{ readonly topic: string; readonly 'error.type': string }>('messaging.intake.refused', {
  unit: '{event}',
  description: 'Events whose caller was told to send them again.',
});
export const intakeSeconds = messaging.histogram<{ readonly topic: string }>('messaging.intake.duration', {
  unit: 's',
  description: 'From the call until all replicas held its events.',
});

const sources = new Set<() => number>();

/** @returns the way to stop being observed */
export function observeIntake(heldBytes: () => number): () => void {
  sources.add(heldBytes);
  return () => sources.delete(heldBytes);
}

messaging.gauge('messaging.intake.held', { unit: 'By', description: 'Events that wait for the broker.' }, (result) => {
  result.observe(
    [...sources].reduce((sum, heldBytes) => sum + heldBytes(), 0),
    {},
  );
});
