import { createHash } from 'node:crypto'
import { lstat, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { diskReason } from '../files/failure.ts'

type Env = Readonly<Record<string, string | undefined>>

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined
}

/**
 * The folder for what can be read again: `x402ops` under $XDG_CACHE_HOME (ignored when it is not absolute, as the XDG
 * specification says), else under ~/.cache, on Windows under %LOCALAPPDATA%.
 */
export function cacheDirFor(env: Env, platform: string): string {
  const home = absolute(env.HOME) ?? homedir()
  const fallback =
    platform === 'win32'
      ? join(absolute(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local'), 'cache')
      : join(home, '.cache')
  return join(absolute(env.XDG_CACHE_HOME) ?? fallback, 'x402ops')
}

/** Where logs are kept below the folder of the cache. */
export function chainFolder(cacheDir: string): string {
  return join(cacheDir, 'chain')
}

/** The folder of one endpoint: names from outside are no part of a path, so they are hashed. */
export function endpointFolder(cacheDir: string, network: string, label: string): string {
  const name = createHash('sha256').update(`${network}\n${label}`).digest('hex').slice(0, 32)
  return join(chainFolder(cacheDir), name)
}

/**
 * Why a folder must not be used: it is a link, no folder, somebody else's, or others may write in it. Null when it may
 * be, `missing` when it is not there.
 */
export async function folderProblem(path: string): Promise<string | 'missing' | null> {
  let found: Awaited<ReturnType<typeof lstat>>
  try {
    found = await lstat(path)
  } catch (error) {
    const { code } = error as { code?: string }
    return code === 'ENOENT' ? 'missing' : diskReason(error)
  }
  if (found.isSymbolicLink()) return 'it is a symbolic link'
  if (!found.isDirectory()) return 'it is not a folder'
  const uid = process.getuid?.()
  if (uid === undefined) return null
  if (Number(found.uid) !== uid) return 'it belongs to somebody else'
  return (Number(found.mode) & 0o022) === 0 ? null : 'others may write in it'
}

/**
 * Makes the folder of an endpoint, 0700 like those above it that are ours. Resolves to why it must not be used, null
 * when it may be. Never rejects.
 */
export async function readyFolder(cacheDir: string, folder: string): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    return diskReason(error)
  }
  for (const path of [cacheDir, chainFolder(cacheDir), folder]) {
    const problem = await folderProblem(path)
    if (problem !== null) return problem
  }
  return null
}
