import type { emailEventsReceivedV1, DataOf } from '@leadstream/contracts';

/** One provider event in our own terms, as it travels from the webhook to the event store. */
export type ProviderEvent = DataOf<typeof emailEventsReceivedV1>['events'][number];
