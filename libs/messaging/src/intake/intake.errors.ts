import { defineErrors } from '@leadstream/kernel';

export const intakeErrors = defineErrors('INTAKE', {
  EVENT_TOO_LARGE: { kind: 'too_large', title: 'The event is too large to be published' },
  OVERLOADED: { kind: 'unavailable', title: 'More is coming in than can be kept; send it again later' },
  UNAVAILABLE: { kind: 'unavailable', title: 'It could not be kept in time; send it again later' },
});
