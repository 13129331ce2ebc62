import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { relative, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { createEvidenceRedactor } from '../../../src/redact/evidence.ts'
import type { Mutant } from './mutant.ts'

const home = resolve(import.meta.dirname, '../../../src/redact')

type Loaded = { readonly createEvidenceRedactor: typeof createEvidenceRedactor }

/** The text of a file with the defect in it. Throws unless the place is there, and only once. */
function broken(text: string, { name, find, put }: Mutant): string {
  const count = text.split(find).length - 1
  if (count !== 1) throw new Error(`${name}: the text to change stands ${count} times in the file`)
  return text.replace(find, () => put)
}

function breaking(mutant: Mutant, done: () => void): Plugin {
  return {
    name: 'mutant',
    setup: ({ onLoad }) => {
      onLoad({ filter: /src[\\/]redact[\\/].*\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        if (relative(home, path) !== mutant.file) return { contents: text, loader: 'ts' }
        done()
        return { contents: broken(text, mutant), loader: 'ts' }
      })
    },
  }
}

/**
 * The evidence redactor with a defect; with `undefined` the redactor as it is, bundled the same way. Throws
 * when the place of the defect is not found exactly once, or its file is no part of the redactor.
 */
export async function loadRedactor(mutant: Mutant | undefined): Promise<Loaded['createEvidenceRedactor']> {
  let isUsed = mutant === undefined
  const plugins =
    mutant === undefined
      ? []
      : [
          breaking(mutant, () => {
            isUsed = true
          }),
        ]
  const { outputFiles } = await build({
    entryPoints: [resolve(home, 'evidence.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    // The same arithmetic for all of them: its tables are made once.
    packages: 'external',
    target: 'node20',
    logLevel: 'silent',
    plugins,
  })
  if (!isUsed) throw new Error(`${mutant?.name}: ${mutant?.file} is no part of the redactor`)
  // Run by hand: as the address of a module its text would go through every loader of the test runner.
  const code = Buffer.from(outputFiles[0]!.contents).toString('utf8')
  const loaded: { exports: Partial<Loaded> } = { exports: {} }
  new Function('module', 'require', code)(loaded, createRequire(import.meta.url))
  return loaded.exports.createEvidenceRedactor!
}
