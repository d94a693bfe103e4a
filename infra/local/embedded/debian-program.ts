import { randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOnce } from '../processes/run-once.ts';

/** How to run a program that was unpacked and not installed. */
export interface UnpackedProgram {
  readonly program: string;
  /** Come before the program's own arguments. */
  readonly args: readonly string[];
}

export interface DebianProgram {
  /** Code name of the release that has a version new enough. */
  readonly release: string;
  /** The program's package and those of all libraries it loads, libc included. */
  readonly packages: readonly string[];
  /** Below the root of the packages, `usr/sbin/x`. */
  readonly path: string;
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The Debian mirror of this machine's own package sources. */
async function mirror(): Promise<string> {
  const printed = await runOnce({
    program: 'apt-get',
    args: ['indextargets', '--format', '$(ORIGIN) $(REPO_URI)', 'Created-By: Packages'],
  });
  const found = printed
    .split('\n')
    .map((line) => line.split(' '))
    .find(([origin, uri = '']) => origin === 'Debian' && !uri.includes('security'));
  if (!found?.[1]) throw new Error('no Debian mirror among the package sources (run apt-get update once)');
  return found[1];
}

/** Settings under which apt neither reads nor changes what is installed on the machine. */
function aptSettings(folder: string, source: string): string {
  const at = (path: string): string => join(folder, path);
  writeFileSync(at('status'), '');
  writeFileSync(at('sources.list'), `${source}\n`);
  const directories = { State: at('state'), 'State::status': at('status'), Cache: at('cache'), 'Etc::sourcelist': at('sources.list') };
  const lines = Object.entries(directories).map(([name, path]) => `Dir::${name} "${path}";`);
  const others = [
    'Dir::Etc::sourceparts "-";',
    'APT::Sandbox::User "";',
    'Acquire::Languages "none";',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";',
  ];
  writeFileSync(at('apt.conf'), [...lines, ...others, ''].join('\n'));
  return at('apt.conf');
}

/**
 * Fetches packages of another Debian release from this machine's mirror and unpacks them into `folder`: no root, nothing
 * installed. The program brings its own libc and loader, so the machine's release does not matter.
 * @throws Error when there is no apt, no mirror or no such package
 */
export async function unpackDebianProgram({ release, packages, path }: DebianProgram, folder: string): Promise<UnpackedProgram> {
  if (!existsSync(folder)) {
    const draft = `${folder}.${randomBytes(4).toString('hex')}`;
    try {
      await fetchInto(draft, release, packages);
      if (!existsSync(folder)) renameSync(join(draft, 'root'), folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const [loader] = globSync('usr/lib*/ld-linux-*.so.*', { cwd: folder });
  const [libraries] = globSync('usr/lib/*-linux-gnu', { cwd: folder });
  if (!loader || !libraries) throw new Error(`no loader in ${folder}: remove that folder and start again`);
  return { program: join(folder, loader), args: ['--library-path', join(folder, libraries), join(folder, path)] };
}

async function fetchInto(draft: string, release: string, packages: readonly string[]): Promise<void> {
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'packages', 'root'])
    mkdirSync(join(draft, name), { recursive: true });
  const settings = aptSettings(draft, `deb [signed-by=${KEYRING}] ${await mirror()} ${release} main`);
  const env = { ...process.env, APT_CONFIG: settings };
  await runOnce({ program: 'apt-get', args: ['-qq', 'update'], env });
  const downloads = join(draft, 'packages');
  await runOnce({ program: 'apt-get', args: ['-qq', 'download', ...packages], env, cwd: downloads });
  for (const file of readdirSync(downloads))
    await runOnce({ program: 'dpkg-deb', args: ['-x', join(downloads, file), join(draft, 'root')] });
}
