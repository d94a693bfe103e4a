import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from './retry-budget.js';

describe('RetryBudget', () => {
  it('gives its reserve, then nothing', () => {
    const budget = new RetryBudget(0.1, 2);
    expect([budget.withdraw(), budget.withdraw(), budget.withdraw()]).toEqual([true, true, false]);
  });

  it('earns one retry in ten requests', () => {
    const budget = new RetryBudget(0.1, 1);
    budget.withdraw();
    for (let i = 0; i < 9; i++) budget.deposit();
    expect(budget.withdraw()).toBe(false);
    budget.deposit();
    budget.deposit();
    expect(budget.withdraw()).toBe(true);
  });

  it('saves no more than its reserve', () => {
    const budget = new RetryBudget(1, 2);
    for (let i = 0; i < 100; i++) budget.deposit();
    expect([budget.withdraw(), budget.withdraw(), budget.withdraw()]).toEqual([true, true, false]);
  });
});
