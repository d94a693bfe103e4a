import { countSealed, Keyring, sealedColumnsOf, type ServiceSchema, VaultRotation } from '@leadstream/persistence';
import { giveKeyBack, KEYS_OF_APPS, ROTATE } from '../../commands.ts';
import type { Check, Problem } from '../../finding.ts';
import type { Site } from '../../site.ts';

const RING = 'ENCRYPTION_KEYS';
const UNSEEN = `whether they open what is sealed cannot be seen: ${RING} was not given`;

/** The keys that the apps have, or what is to be said instead; never a part of a key. */
export function ringOf(list: string | undefined): Keyring | Problem {
  if (!list) return { severity: 'ok', subject: 'encryption keys', finding: UNSEEN, mend: KEYS_OF_APPS };
  try {
    return Keyring.parse(list);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const finding = `${RING} cannot be read, and no app starts with it: ${error.message}`;
    return { severity: 'critical', subject: 'encryption keys', finding, mend: KEYS_OF_APPS };
  }
}

/** What lies somewhere under key encryption keys. */
export interface Sealed {
  /** Vault, or slice and table. */
  readonly subject: string;
  readonly things: string;
  /** How many of them by the id of their key. */
  readonly byKey: Readonly<Record<string, number>>;
}

/** Things whose key is not there, and those that a rotation has yet to reach. */
export function sealedProblems(
  site: Site,
  { ids, activeId }: Pick<Keyring, 'ids' | 'activeId'>,
  { subject, things, byKey }: Sealed,
): Problem[] {
  return Object.entries(byKey).flatMap(([id, count]): Problem[] => {
    if (id === activeId) return [];
    const under = `${count} ${things} under the key ${id}`;
    if (ids.includes(id))
      return [{ severity: 'warn', subject, finding: `${under}: the rotation to ${activeId} is not finished`, mend: ROTATE }];
    const finding = `${under}, which ${RING} does not have: nothing opens them until it is given back`;
    return [{ severity: 'critical', subject, finding, mend: giveKeyBack(site) }];
  });
}

async function ofVault(site: Site, ring: Keyring): Promise<Problem[]> {
  const rotation = new VaultRotation(site.owner('vault'), ring);
  const [{ wrappedBy: byKey }, misfits] = await Promise.all([rotation.status(), rotation.misfits()]);
  const misfitting = misfits.map((id): Problem => {
    const finding = `the key ${id} of ${RING} is not the one that wrapped keys under this id: nothing opens them until that one is given back`;
    return { severity: 'critical', subject: 'vault', finding, mend: giveKeyBack(site) };
  });
  return [...misfitting, ...sealedProblems(site, ring, { subject: 'vault', things: 'keys', byKey })];
}

async function ofSlice(site: Site, ring: Keyring, slice: ServiceSchema): Promise<Problem[]> {
  const found = sealedColumnsOf(slice).map(async (column) => {
    const byKey = await countSealed(site.owner(slice), column);
    return sealedProblems(site, ring, { subject: `${slice}.${column.table}`, things: `values of ${column.column}`, byKey });
  });
  return (await Promise.all(found)).flat();
}

/** Whether the installation's keys open what lies in the vault and in sealed columns, and whether the first of them has sealed it. */
export const encryption: Check = {
  name: 'encryption',
  runbook: 'encryption',
  needs: ['postgres'],
  find: async (site) => {
    const ring = ringOf(site.addresses.encryptionKeys);
    if (!(ring instanceof Keyring)) return [ring];
    const vault = site.schemas.includes('vault') ? [ofVault(site, ring)] : [];
    return (await Promise.all([...vault, ...site.slices.map((slice) => ofSlice(site, ring, slice))])).flat();
  },
};
