import { expect, it } from '@jest/globals';
import { IntakeGate } from './intake-gate.js';

const TRIAL_AFTER_MS = 500;

function shutGate(): { gate: IntakeGate; pass: (ms: number) => void } {
  let nowMs = 1_000;
  const gate = new IntakeGate(TRIAL_AFTER_MS, () => nowMs);
  gate.failed();
  return { gate, pass: (ms) => void (nowMs += ms) };
}

it('stands open until something fails', () => {
  const gate = new IntakeGate(TRIAL_AFTER_MS);
  expect([gate.enter(), gate.enter()]).toEqual([true, true]);
});

it('lets one in after a pause, and nobody else until it is known what became of it', () => {
  const { gate, pass } = shutGate();
  expect(gate.enter()).toBe(false);
  pass(TRIAL_AFTER_MS);
  expect([gate.enter(), gate.enter()]).toEqual([true, false]);
  pass(60_000);
  expect(gate.enter()).toBe(false);
});

it('waits again after a trial that failed', () => {
  const { gate, pass } = shutGate();
  pass(TRIAL_AFTER_MS);
  gate.enter();
  gate.failed();
  expect(gate.enter()).toBe(false);
  pass(TRIAL_AFTER_MS);
  expect(gate.enter()).toBe(true);
});

it('opens for all with the first answer, whoever it is for', () => {
  const { gate } = shutGate();
  gate.answered();
  expect([gate.enter(), gate.enter()]).toEqual([true, true]);
});
