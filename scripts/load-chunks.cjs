// The entry of dist/: loads the chunks of the bundle, each when it is asked for. Those that are needed together
// stand together in one file, a pack: opening a file and its cache costs more than what is in it. V8 gets the
// code cache that the build made, which saves compiling; where it does not fit (another Node version, or flags),
// V8 says no and compiles. Files are named by their content, so a cache can never meet other code.
'use strict'
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { Script } = require('node:vm')

const { entry, packs, caches } = /* BUILD */ {}
const folder = join(__dirname, 'chunks')
// As if every chunk stood where this file stands: what ships with the package is found from here.
const url = pathToFileURL(__filename).href
const loaded = new Map()
const compiled = new Map()
const opened = new Map()

/** What V8 made of a file at the build. A cache that cannot be read only costs time. */
function cacheOf(name) {
  if (caches[name] === undefined) return undefined
  try {
    return readFileSync(join(folder, caches[name]))
  } catch {
    return undefined
  }
}

/** What a file of the build evaluates to: the function of a chunk or of a pack. */
function evaluate(name) {
  // The build wrote them in ASCII.
  const source = readFileSync(join(folder, name), 'latin1')
  // A name without a place: the code cache holds it, and must say the same wherever the package stands.
  const filename = `file:///x402ops/dist/chunks/${name}`
  const script = new Script(source, { filename, cachedData: cacheOf(name) })
  compiled.set(name, script)
  return script.runInThisContext()
}

const ask = (id) => (id.startsWith('.') ? load(id.slice(id.lastIndexOf('/') + 1)) : require(id))

function open(file) {
  const module = { exports: {} }
  evaluate(file)(module.exports, ask, module, url)
  return module.exports
}

/** The exports of a chunk that stands in a pack, which is opened once and gives them by name. */
function fromPack(name, pack) {
  if (!opened.has(pack)) opened.set(pack, open(pack))
  return opened.get(pack)[name]()
}

/** The exports of a chunk; inside a circle, as far as they exist. */
function load(name) {
  const known = loaded.get(name)
  if (known !== undefined) return known.exports
  const module = { exports: {} }
  loaded.set(name, module)
  const pack = packs[name]
  if (pack === undefined) evaluate(name)(module.exports, ask, module, url)
  else module.exports = fromPack(name, pack)
  return module.exports
}

const { main, run } = load(entry)
// The build looks at these: what was compiled, for the code cache, and what was loaded, for the pack.
module.exports = { main, run, compiled, loaded }
