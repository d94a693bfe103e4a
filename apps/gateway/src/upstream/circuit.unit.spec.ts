import { describe, expect, it } from '@jest/globals';
import { Circuit } from './circuit.js';

function circuit(threshold: number) {
  const changes: boolean[] = [];
  return { changes, circuit: new Circuit(threshold, (open) => changes.push(open)) };
}

describe('Circuit', () => {
  it('opens at the threshold, once', () => {
    const { circuit: tested, changes } = circuit(3);
    for (let i = 0; i < 5; i++) tested.failed();
    expect(tested.isOpen).toBe(true);
    expect(changes).toEqual([true]);
  });

  it('forgets failures that a success interrupts', () => {
    const { circuit: tested } = circuit(2);
    tested.failed();
    tested.succeeded();
    tested.failed();
    expect(tested.isOpen).toBe(false);
  });

  it('closes with the first success and starts to count anew', () => {
    const { circuit: tested, changes } = circuit(2);
    tested.failed();
    tested.failed();
    tested.succeeded();
    tested.failed();
    expect(tested.isOpen).toBe(false);
    expect(changes).toEqual([true, false]);
  });
});
