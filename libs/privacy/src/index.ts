export {
  addressesAmong,
  type DataSubject,
  parseReference,
  referenceText,
  type SubjectAddress,
  type SubjectReference,
} from './data-subject.js';
export { ErasedAddresses } from './erased-addresses.js';
export { erasedAmong } from './erased-person.js';
export type { GatheredRecord } from './gathered-parts.js';
export { PersonDataAnswers, type PersonDataAnswersOptions } from './person-data-answers.js';
export type { Erased, PersonalRecord, PersonalStore } from './personal-store.js';
export { StatementStore, type StoreStatements } from './statement-store.js';
export { type PersonDataOptions, providePersonData } from './provide-person-data.js';
