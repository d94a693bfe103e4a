export { type DataOf, defineEvent, type EventContract, type EventOf, type Producer } from './define-event.js';
export { defineRoute, type RateClass, type RouteContract } from './define-route.js';
export { defineTopic, type TopicContract } from './define-topic.js';
export * from './lead-fields.js';
