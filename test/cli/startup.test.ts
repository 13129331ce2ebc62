import { build, type Metafile } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'
import { bundleOptions } from '../../scripts/bundle.mjs'

let outputs: Metafile['outputs'] = {}

beforeAll(async () => {
  const { metafile } = await build({ ...bundleOptions, write: false, metafile: true })
  outputs = metafile.outputs
})

/** Every source that is loaded as soon as this output is: static imports, followed to the end. */
function sourcesOf(output: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(output)) return []
  seen.add(output)
  const { inputs = {}, imports = [] } = outputs[output] ?? {}
  const next = imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true)
  return [...Object.keys(inputs), ...next.flatMap(({ path }) => sourcesOf(path, seen))]
}

/** `src/cli/start.ts` and what it takes along before it knows the command. */
function startOutput(): string {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === 'src/cli/start.ts')
  return found?.[0] ?? ''
}

function packagesOf(sources: readonly string[]): readonly string[] {
  const names = sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))]
}

function foldersOf(sources: readonly string[]): readonly string[] {
  const names = sources.map((source) => /^src\/([a-z0-9]+)/.exec(source)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

test('--version and --help load no package at all', () => {
  const sources = sourcesOf('dist/cli.js')
  expect(packagesOf(sources)).toEqual([])
  expect(sources.filter((source) => source.startsWith('src/')).length).toBeLessThan(8)
})

test('reading a command line loads commander and no other package', () => {
  expect(packagesOf(sourcesOf(startOutput()))).toEqual(['commander'])
})

test('nor any room, adapter, renderer or configuration of ours', () => {
  expect(foldersOf([...sourcesOf('dist/cli.js'), ...sourcesOf(startOutput())])).toEqual([
    'cli',
    'commands',
    'core',
  ])
})
