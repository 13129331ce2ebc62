import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { run as runOfSources } from '../src/cli.ts'

const sources = resolve(import.meta.dirname, '../src')
const built = resolve(import.meta.dirname, '../dist/cli.js')

function madeAtMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Whether no source was touched since the build. */
function isBuildFresh(): boolean {
  const builtAtMs = madeAtMs(built)
  if (builtAtMs === 0) return false
  const files = readdirSync(sources, { recursive: true, withFileTypes: true })
  return files.every((file) => !file.isFile() || madeAtMs(join(file.parentPath, file.name)) <= builtAtMs)
}

// Of the sources, some five hundred files are fetched from the runner and compiled in every worker: seconds of a
// processor for each test file. The build is also what operators have.
const isFresh = isBuildFresh()

/**
 * The command line in this process, as the program or as `src/cli.ts` has it: takes arguments and an `Io` of the test's
 * own, resolves to the exit code, never rejects. It is the build, or the sources while they are newer than the build.
 */
export const run: typeof runOfSources = isFresh
  ? (createRequire(import.meta.url)(built) as { readonly run: typeof runOfSources }).run
  : (await import('../src/cli.ts')).run
