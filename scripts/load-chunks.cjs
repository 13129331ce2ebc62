// The entry of dist/: loads the chunks of the bundle, each when it is asked for. V8 gets the code cache that
// the build made, which saves compiling what a start needs; where it does not fit (another Node version, or
// flags), V8 says no and compiles. Chunks are named by their content, so a cache can never meet other code.
'use strict'
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { Script } = require('node:vm')

const { entry, cache, parts } = /* BUILD */ { entry: '', cache: null, parts: {} }
const folder = join(__dirname, 'chunks')
const loaded = new Map()
const compiled = new Map()
let cached

function cachedPart(name) {
  const part = parts[name]
  if (part === undefined || cache === null) return undefined
  cached ??= readCache()
  return cached.length < part[1] ? undefined : cached.subarray(part[0], part[1])
}

/** A cache that cannot be read only costs time. */
function readCache() {
  try {
    return readFileSync(join(folder, cache))
  } catch {
    return Buffer.alloc(0)
  }
}

/** The exports of a chunk; inside a circle, as far as they exist. */
function load(name) {
  const known = loaded.get(name)
  if (known !== undefined) return known.exports
  const module = { exports: {} }
  loaded.set(name, module)
  const file = join(folder, name)
  // The build wrote them in ASCII, and as functions.
  const source = readFileSync(file, 'latin1')
  const script = new Script(source, { filename: pathToFileURL(file).href, cachedData: cachedPart(name) })
  compiled.set(name, script)
  const ask = (id) => (id.startsWith('.') ? load(id.slice(id.lastIndexOf('/') + 1)) : require(id))
  // As if every chunk stood where this file stands: what ships with the package is found from here.
  script.runInThisContext()(module.exports, ask, module, pathToFileURL(__filename).href)
  return module.exports
}

const { main, run } = load(entry)
// `compiled` is what the build makes the code cache of.
module.exports = { main, run, compiled }
