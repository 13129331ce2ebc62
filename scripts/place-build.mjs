import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

const isChunk = (name) => name.startsWith('chunks/')

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

function madeAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/**
 * Puts a finished build into `dist` by renames, so that a program which starts meanwhile finds all of the
 * old build or all of the new one. Chunks are named by their content: the new ones stand beside the old
 * ones before the entry that asks for them does. Chunks of the build before stay for the programs that
 * already run, until the next build or, with `onlyNew`, not at all: a package holds one build.
 */
export function placeBuild(fresh, dist, { onlyNew = false } = {}) {
  const placed = filesBelow(fresh)
  const beforeMs = madeAt(join(dist, 'cli.js'))
  const now = new Date()
  mkdirSync(join(dist, 'chunks'), { recursive: true })
  for (const name of [...placed.filter(isChunk), ...placed.filter((name) => !isChunk(name))]) {
    utimesSync(join(fresh, name), now, now)
    renameSync(join(fresh, name), join(dist, name))
  }
  for (const name of filesBelow(dist)) {
    const kept = placed.includes(name) || (isChunk(name) && !onlyNew && madeAt(join(dist, name)) >= beforeMs)
    if (!kept) rmSync(join(dist, name), { force: true })
  }
}
