import { jestExpect } from '@jest/expect';

/** What a spec gets for `@jest/globals`, where Jest's own runner would put it into its realm. */
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';
export const expect = jestExpect;
