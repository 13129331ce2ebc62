// Loaded before the program (`node --import`): counts every step on the disk that changes something, and dies at the
// one that is asked for as `kill -9` would have it: nothing is flushed, nothing is tidied. X402OPS_KILL is a JSON object:
//   log: a file that gets one line for each step; at: the step to die at, by its number or by a piece of its line;
//   half: of what that step writes, half is written.
import { appendFileSync, constants, promises } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'

const { log, at, half } = JSON.parse(process.env.X402OPS_KILL ?? '{}')
const fs = createRequire(import.meta.url)('node:fs')
let steps = 0

/** One step; true when it is the last one. */
function isLast(line) {
  steps += 1
  if (log !== undefined) appendFileSync(log, `${line}\n`)
  return typeof at === 'number' ? at === steps : at !== undefined && line.includes(at)
}

function die() {
  process.kill(process.pid, 'SIGKILL')
  // The signal is on its way; nothing else may happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

const writing = constants.O_WRONLY | constants.O_RDWR
const isWriting = (flags) =>
  typeof flags === 'number' ? (flags & writing) !== 0 : /[wa+]/.test(flags ?? 'r')

function watched(handle, path) {
  for (const name of ['writeFile', 'write', 'sync']) {
    const original = handle[name].bind(handle)
    handle[name] = async (data, ...rest) => {
      if (isLast(`${name} ${path}`)) {
        if (half === true && name !== 'sync') await original(data.slice(0, Math.floor(data.length / 2)))
        die()
      }
      return original(data, ...rest)
    }
  }
  return handle
}

const { open } = promises
promises.open = async (path, flags, ...rest) => {
  if (!isWriting(flags)) return open(path, flags, ...rest)
  if (isLast(`open ${path}`)) die()
  return watched(await open(path, flags, ...rest), path)
}
for (const name of [
  'rename',
  'unlink',
  'link',
  'mkdir',
  'rm',
  'rmdir',
  'writeFile',
  'appendFile',
  'utimes',
]) {
  const original = promises[name]
  promises[name] = async (path, ...rest) => {
    const to = name === 'rename' || name === 'link' ? ` -> ${rest[0]}` : ''
    if (isLast(`${name} ${path}${to}`)) die()
    return original(path, ...rest)
  }
}
Object.assign(fs.promises, promises)
syncBuiltinESMExports()
