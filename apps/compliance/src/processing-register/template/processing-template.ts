import type { ProcessingActivityContent } from '@leadstream/contracts';

const SECURITY = [
  'Rows of each tenant are closed to every other by the database itself (row-level security), and each service has a schema and roles of its own',
  'Personal fields of events are encrypted with a key for each person (AES-256-GCM), which is destroyed when the person is erased',
  'TLS between all parts where it is configured; encrypted disks are the operator’s',
  'Access by scoped keys, of which hashes alone are stored; every change with who made it',
  'No personal data in logs, traces and metrics',
];

const ours = (
  activity: Omit<ProcessingActivityContent, 'controller' | 'securityMeasures' | 'transfers' | 'reviewOn'>,
): ProcessingActivityContent => ({ ...activity, controller: null, transfers: [], securityMeasures: SECURITY, reviewOn: null });

const category = (name: string) => ({ name, isSpecial: false });
const INTERESTS = 'legitimate-interests';
const UNTIL_ERASED = 'until the person is erased or the controller deletes it';
const PROSPECTS = 'prospective customers, customers and visitors of the controller’s sites';
const LOGS = { category: 'events about these data', period: 'up to 365 days, unreadable from the erasure of the person on' };

/**
 * What the services do with personal data, each line as the code has it: where one of them keeps, tells or decides something else, this changes with it. Who the controller is,
 * to whom it hands data, for how long it wants to keep them and why is for the controller to say.
 */
export const PROCESSING_TEMPLATE: readonly ProcessingActivityContent[] = [
  ours({
    name: 'Contacts and sales',
    purposes: ['To know prospective customers, to answer them, and to follow sales from the first contact to their end'],
    lawfulBases: [
      { basis: 'contract', detail: 'steps before a contract, at the request of the person' },
      { basis: INTERESTS, detail: 'to find customers and to serve them' },
    ],
    subjectCategories: [PROSPECTS],
    dataCategories: [
      ...['names, addresses, phone numbers and e-mail addresses', 'employer and position', 'wishes for a property and a budget'].map(
        category,
      ),
      ...['fields that the controller defines', 'notes, documents and tasks', 'relationships with other persons', 'deals'].map(category),
    ],
    recipients: ['members of the controller', 'other CRM systems that the controller connects'],
    retention: [{ category: 'all of it', period: UNTIL_ERASED }, LOGS],
    sources: [
      'the person itself, by forms and conversations',
      'files that the controller imports',
      'other CRM systems that the controller connects',
    ],
    automatedDecisions: null,
  }),
  ours({
    name: 'Scoring and distribution',
    purposes: ['To see which contacts are promising, and to give each to the member who can serve it best'],
    lawfulBases: [{ basis: INTERESTS, detail: 'to use the time of members well' }],
    subjectCategories: [PROSPECTS],
    dataCategories: [
      'the data of contacts',
      'what they did: visits, opened messages, answers',
      'points, their reasons and predictions',
    ].map(category),
    recipients: ['members of the controller'],
    retention: [{ category: 'scores and their history', period: UNTIL_ERASED }],
    sources: ['the data of the other activities'],
    automatedDecisions:
      'Scores add up points for what a contact is and what it did, by rules that the controller sets or by a model that learned from past outcomes; they decide in which order and by whom a contact is served. Each score tells its reasons. Nothing that has legal or similarly significant effects follows from it.',
  }),
  ours({
    name: 'Interactions and messages',
    purposes: ['To keep the history of what was said and done with a contact', 'To see whether messages arrived'],
    lawfulBases: [{ basis: INTERESTS, detail: 'to know what was agreed, and not to write to addresses that do not exist' }],
    subjectCategories: [PROSPECTS],
    dataCategories: [
      'visits, clicks, calls and meetings with their time',
      'states of e-mail messages',
      'addresses and user agents that providers tell',
    ].map(category),
    recipients: ['members of the controller', 'e-mail providers that the controller uses'],
    retention: [{ category: 'interactions and events of messages', period: UNTIL_ERASED }, LOGS],
    sources: ['the person itself', 'e-mail providers'],
    automatedDecisions: null,
  }),
  ours({
    name: 'Consent and permission to contact',
    purposes: ['To contact nobody who must not be contacted, and to be able to show why somebody was'],
    lawfulBases: [
      { basis: 'legal-obligation', detail: 'GDPR Art. 5(2), 7(1), 7(3) and 21(3); 47 CFR 64.1200(d); 16 CFR 310.4(b)' },
      { basis: INTERESTS, detail: 'to defend claims' },
    ],
    subjectCategories: [PROSPECTS, 'persons who do not want to be contacted'],
    dataCategories: [
      'what was agreed to, when and how',
      'addresses and numbers that are closed, and by what that was asked for',
      'decisions about contacts with their reasons',
    ].map(category),
    recipients: ['members of the controller'],
    retention: [
      { category: 'statements and decisions', period: UNTIL_ERASED },
      { category: 'that an address is closed', period: 'as a keyed hash for good, so that it stays closed' },
      { category: 'addresses and numbers that somebody had before', period: 'as keyed hashes until the person is erased' },
    ],
    sources: ['the person itself', 'do-not-call registries'],
    automatedDecisions:
      'Whether a contact may be made now is decided by rules of law and of the controller on the stored facts; a decision to make no contact has no adverse effect on the person.',
  }),
  ours({
    name: 'Requests of persons',
    purposes: ['To answer what persons ask about their data, in time'],
    lawfulBases: [{ basis: 'legal-obligation', detail: 'GDPR Art. 12 and 15 to 22; Cal. Civ. Code 1798.100 to 1798.130' }],
    subjectCategories: ['persons who ask about their data'],
    dataCategories: [
      'what was asked, and how it was answered',
      'how the person showed who it is',
      'a copy of its data, while it is handed out',
    ].map(category),
    recipients: ['members of the controller', 'the person itself'],
    retention: [
      { category: 'the copy of the data', period: '30 days after the answer, unless configured otherwise' },
      { category: 'that something was asked, and how it was answered', period: 'for good, to show that it was (Art. 5(2))' },
    ],
    sources: ['the person itself'],
    automatedDecisions: null,
  }),
];
