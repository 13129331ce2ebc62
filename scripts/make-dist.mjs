// From the sources to a dist/ that runs: esbuild's split bundle, its chunks as CommonJS, the loader that
// starts them, and a code cache. CommonJS, because Node loads some thirty ES modules in about the time that
// the whole program needs otherwise, and because V8 takes a code cache for scripts only.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build, transform } from 'esbuild'
import { bundleOptions, root } from './bundle.mjs'

const short = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12)

const asCommonJs = {
  format: 'cjs',
  platform: 'node',
  target: bundleOptions.target,
  minify: true,
  charset: 'ascii',
  // A kept import() would go through the loader of ES modules.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '__url' },
}

// Where the chunks stand as esbuild split them, until the packs are made.
const modules = 'modules'

const wrapped = (code) => `(function(exports,require,module,__url){${code}})`

async function toCommonJs(file) {
  const { code } = await transform(readFileSync(file, 'utf8'), asCommonJs)
  const content = wrapped(code)
  writeFileSync(file, content)
  return content
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

/** Leaves to the loader what is not in this pack: `require` of a chunk. */
function othersStayOut(names, folder) {
  return {
    name: 'others-stay-out',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\.\.?\// }, ({ path }) =>
        names.includes(basename(path))
          ? { path: `${folder}/${basename(path)}` }
          : { path: `./${basename(path)}`, external: true },
      ),
  }
}

/**
 * Makes chunks into one file with one scope, in which they name each other's functions directly: what a chunk
 * exports through a getter costs a function each, and a call of it each time. A chunk still runs when it is
 * asked for. Tells where they are. They also stay alone, for the programs of the build before.
 */
async function packOf(dist, names) {
  const folder = `${dist}/${modules}`
  const lines = names.map((name) => `exports[${JSON.stringify(name)}] = () => require('./${name}')`)
  const { outputFiles } = await build({
    ...asCommonJs,
    stdin: { contents: lines.join('\n'), resolveDir: folder },
    bundle: true,
    write: false,
    plugins: [othersStayOut(names, folder)],
    legalComments: 'none',
    logLevel: 'warning',
  })
  const content = wrapped(outputFiles[0].text)
  const pack = `pack-${short(content)}.js`
  writeFileSync(`${dist}/chunks/${pack}`, content)
  return Object.fromEntries(names.map((name) => [name, pack]))
}

/** One file of what every start needs, one of what every command needs beyond it, and one for each command. */
async function packsOf(dist) {
  const { light, ordinary: probe } = warmUp(dist, 'probe')
  const { ordinary: matrix } = warmUp(dist, 'matrix')
  const { ordinary: monitor } = warmUp(dist, 'monitor')
  const common = probe.filter((name) => matrix.includes(name))
  const groups = [
    light,
    common,
    ...[probe, matrix].map((own) => own.filter((name) => !common.includes(name))),
    monitor.filter((name) => !probe.includes(name) && !matrix.includes(name)),
  ]
  return Object.assign({}, ...(await Promise.all(groups.map((names) => packOf(dist, names)))))
}

/**
 * Builds into `dist`, which must not hold anything yet. `define` adds constants. Resolves to esbuild's
 * metafile. With `warm` the result is run once to make the code cache for this Node version.
 */
export async function makeDist(dist, { define = {}, warm = false } = {}) {
  const constants = { ...bundleOptions.define, ...define }
  const { metafile } = await build({ ...bundleOptions, outdir: dist, define: constants })
  mkdirSync(`${dist}/chunks`, { recursive: true })
  cpSync(`${dist}/chunks`, `${dist}/${modules}`, { recursive: true })
  for (const name of readdirSync(`${dist}/chunks`)) await toCommonJs(`${dist}/chunks/${name}`)
  const main = readFileSync(`${dist}/cli.js`)
  const entry = `cli-${short(await toCommonJs(`${dist}/cli.js`))}.js`
  writeFileSync(`${dist}/${modules}/${entry}`, main)
  renameSync(`${dist}/cli.js`, `${dist}/chunks/${entry}`)
  writeFileSync(`${dist}/package.json`, '{"type":"commonjs"}\n')
  writeEntry(dist, { entry, packs: {}, caches: {} })
  if (warm) {
    const packs = await packsOf(dist)
    writeEntry(dist, { entry, packs, caches: {} })
    const { caches } = warmUp(dist, 'probe', 'matrix', 'monitor')
    writeEntry(dist, { entry, packs, caches })
    const left = readdirSync(`${dist}/chunks`).filter((name) => name.endsWith('.cache'))
    for (const name of left) if (!Object.values(caches).includes(name)) rmSync(`${dist}/chunks/${name}`)
  }
  rmSync(`${dist}/${modules}`, { recursive: true })
  return metafile
}
