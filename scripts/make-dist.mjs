// From the sources to a dist/ that runs: esbuild's split bundle, its chunks as CommonJS, the loader that
// starts them, and a code cache. CommonJS, because Node loads some thirty ES modules in about the time that
// the whole program needs otherwise, and because V8 takes a code cache for scripts only.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { build, transform } from 'esbuild'
import { bundleOptions, root } from './bundle.mjs'

const short = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12)

async function toCommonJs(file) {
  const { code } = await transform(readFileSync(file, 'utf8'), {
    format: 'cjs',
    platform: 'node',
    target: bundleOptions.target,
    minify: true,
    charset: 'ascii',
    // A kept import() would go through the loader of ES modules.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__url' },
  })
  const wrapped = `(function(exports,require,module,__url){${code}})`
  writeFileSync(file, wrapped)
  return wrapped
}

function writeEntry(dist, facts) {
  const loader = readFileSync(`${root}scripts/load-chunks.cjs`, 'utf8')
  const marker = /\/\* BUILD \*\/ \{.*\}$/m
  writeFileSync(`${dist}/cli.js`, loader.replace(marker, JSON.stringify(facts)))
}

function warmUp(dist, ...commands) {
  const program = [`${root}scripts/warm-up.mjs`, dist, ...commands]
  return JSON.parse(execFileSync(process.execPath, program, { encoding: 'utf8' }))
}

/** Puts chunks into one file, and tells where they are. They also stay alone, for the programs of the build before. */
function packOf(dist, names) {
  const functions = names.map(
    (name) => `${JSON.stringify(name)}:${readFileSync(`${dist}/chunks/${name}`, 'utf8')}`,
  )
  const content = `({${functions.join(',\n')}})`
  const pack = `pack-${short(content)}.js`
  writeFileSync(`${dist}/chunks/${pack}`, content)
  return Object.fromEntries(names.map((name) => [name, pack]))
}

/** One file of what every start needs, one of what every command needs beyond it, and one for each command. */
function packsOf(dist) {
  const { light, ordinary: probe } = warmUp(dist, 'probe')
  const { ordinary: matrix } = warmUp(dist, 'matrix')
  const common = probe.filter((name) => matrix.includes(name))
  const groups = [
    light,
    common,
    ...[probe, matrix].map((own) => own.filter((name) => !common.includes(name))),
  ]
  return Object.assign({}, ...groups.map((names) => packOf(dist, names)))
}

/**
 * Builds into `dist`, which must not hold anything yet. `define` adds constants. Resolves to esbuild's
 * metafile. With `warm` the result is run once to make the code cache for this Node version.
 */
export async function makeDist(dist, { define = {}, warm = false } = {}) {
  const constants = { ...bundleOptions.define, ...define }
  const { metafile } = await build({ ...bundleOptions, outdir: dist, define: constants })
  mkdirSync(`${dist}/chunks`, { recursive: true })
  for (const name of readdirSync(`${dist}/chunks`)) await toCommonJs(`${dist}/chunks/${name}`)
  const entry = `cli-${short(await toCommonJs(`${dist}/cli.js`))}.js`
  renameSync(`${dist}/cli.js`, `${dist}/chunks/${entry}`)
  writeFileSync(`${dist}/package.json`, '{"type":"commonjs"}\n')
  writeEntry(dist, { entry, packs: {}, caches: {} })
  if (warm) {
    const packs = packsOf(dist)
    writeEntry(dist, { entry, packs, caches: {} })
    const { caches } = warmUp(dist, 'probe', 'matrix')
    writeEntry(dist, { entry, packs, caches })
    const left = readdirSync(`${dist}/chunks`).filter((name) => name.endsWith('.cache'))
    for (const name of left) if (!Object.values(caches).includes(name)) rmSync(`${dist}/chunks/${name}`)
  }
  return metafile
}
