/** What is hashed of an address: another text than the vault's own, so that its rows and these cannot be laid side by side. */
export function suppressedName({ kind, value }: { readonly kind: string; readonly value: string }): string {
  return `suppressed:${kind}:${value}`;
}
