import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { recordsLimits } from './limits.ts'

/** Does a name match a pattern of `*` (any characters) and `?` (one)? Greedy with one step back, so never exponential. */
export function matchesPattern(pattern: string, name: string): boolean {
  let p = 0
  let n = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (p < pattern.length && pattern[p] !== '*' && (pattern[p] === '?' || pattern[p] === name[n])) {
      p += 1
      n += 1
    } else if (pattern[p] === '*') {
      star = p
      mark = n
      p += 1
    } else if (star !== -1) {
      p = star + 1
      mark += 1
      n = mark
    } else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch {
    return []
  }
}

async function expand(cwd: string, base: string, segments: readonly string[]): Promise<readonly string[]> {
  const [segment, ...rest] = segments
  if (segment === undefined) return [base]
  if (!/[*?]/.test(segment)) return expand(cwd, base === '' ? segment : join(base, segment), rest)
  const found: string[] = []
  for (const name of await namesIn(resolve(cwd, base))) {
    // As in a shell: a star does not mean hidden files.
    if ((name.startsWith('.') && !segment.startsWith('.')) || !matchesPattern(segment, name)) continue
    found.push(...(await expand(cwd, join(base, name), rest)))
  }
  return found
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/**
 * The files a path or a pattern (`*` and `?` in any segment) stands for, in the order of their names, as the
 * operator would write them. Throws `OpsError` RECORDS_NOT_FOUND when there is none.
 */
export async function findFiles(pattern: string, cwd: string): Promise<readonly string[]> {
  if (await isThere(resolve(cwd, pattern))) return [pattern]
  if (!/[*?]/.test(pattern)) throw new OpsError('RECORDS_NOT_FOUND', { file: pattern })
  const rooted = pattern.startsWith('/')
  const expanded = await expand(
    cwd,
    rooted ? '/' : '',
    pattern.split('/').filter((part) => part !== ''),
  )
  const files: string[] = []
  for (const path of expanded.slice(0, recordsLimits.files + 1)) {
    const absolute = resolve(cwd, path)
    if ((await isThere(absolute)) && !(await isFolder(absolute))) files.push(path)
  }
  if (files.length === 0) throw new OpsError('RECORDS_NOT_FOUND', { file: pattern })
  if (files.length > recordsLimits.files) {
    throw new OpsError('RECORDS_UNREADABLE', {
      file: pattern,
      reason: `The pattern stands for more than ${recordsLimits.files} files.`,
    })
  }
  return files
}
