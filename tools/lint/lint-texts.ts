import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

/** A file that exists, and the content to judge in its place. */
export interface LintCase {
  readonly path: string;
  readonly text: string;
}

// The typed rules are tried in the kernel: the whole workspace would take ten seconds to load. Without the second option the
// parser would, on a CI machine, judge the file instead of the text.
const kernelOnly = {
  languageOptions: { parserOptions: { project: './libs/kernel/tsconfig.json', disallowAutomaticSingleRunInference: true } },
};
const linters = [new ESLint(), new ESLint({ overrideConfigFile: 'eslint.typed.config.js', overrideConfig: kernelOnly })];

async function rulesBroken({ path, text: content }: LintCase): Promise<string[]> {
  const used = path.startsWith('libs/kernel/') ? linters : linters.slice(0, 1);
  const reports = await Promise.all(used.map((linter) => linter.lintText(content, { filePath: path })));
  const errors = reports.flat().flatMap((report) => report.messages.filter((message) => message.severity === 2));
  return errors.map((message) => message.ruleId ?? message.message).toSorted();
}

/** Judges the cases on standard input (JSON) and prints the rules that each breaks, ordered by name. */
const cases = JSON.parse(await text(process.stdin)) as LintCase[];
const broken: string[][] = [];
for (const one of cases) broken.push(await rulesBroken(one));
console.log(JSON.stringify(broken));
