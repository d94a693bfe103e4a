/** Reads one gauge of an app's `/metrics`, the sum over its labels; 0 when it is not there yet. */
export async function readGauge(managementUrl: string, name: string): Promise<number> {
  const answer = await fetch(`${managementUrl}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const text = await answer.text();
  const line = new RegExp(`^${name}(\\{[^}]*\\})? ([-+.\\de]+)`, 'gm');
  return [...text.matchAll(line)].reduce((sum, [, , value]) => sum + Number(value), 0);
}
