/** What is measured of the app, as its build has it; a tool imports no app. */
export interface NumberSet {
  readonly size: number;
  readonly sizeBytes: number;
  has(number: number): boolean;
}

export interface NumberSetDraft {
  add(number: number): void;
  remove(number: number): void;
  finish(): { readonly numbers: NumberSet; readonly changed: ReadonlyMap<number, unknown> };
}

export interface RegistryList {
  readonly source: string;
  readonly version: number;
  readonly loadId: string;
  readonly listedAt: Date;
  readonly numbers: NumberSet;
}

export interface RegistryCode {
  readonly NumberSetDraft: new (base?: NumberSet) => NumberSetDraft;
  nationalNumberOf(e164: string): number | undefined;
  readSnapshot(path: string): Promise<RegistryList>;
  writeSnapshot(path: string, list: RegistryList): Promise<void>;
}

/** Reads numbers as people write them; what the phone library takes of memory is not the list's. */
export interface PhoneCode {
  normaliseDncValue(kind: 'phone', value: string, region: string | undefined, path: string): string;
}

const DIST = '../../../../apps/compliance/dist/dnc';
const REGISTRY = [
  'registry/number-set-draft.rules.js',
  'registry/national-number.rules.js',
  'registry/snapshot/read-snapshot.js',
  'registry/snapshot/write-snapshot.js',
];

export async function loadRegistryCode(): Promise<RegistryCode> {
  return Object.assign({}, ...(await Promise.all(REGISTRY.map(load)))) as RegistryCode;
}

export async function loadPhoneCode(): Promise<PhoneCode> {
  return (await load('dnc-value.rules.js')) as PhoneCode;
}

function load(file: string): Promise<object> {
  return import(new URL(`${DIST}/${file}`, import.meta.url).href) as Promise<object>;
}
