import { lstat, readdir, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { CacheCleared, CachePart, CacheStore, KeptEndpoint } from '../../core/chain-cache.ts'
import { OpsError } from '../../core/errors.ts'
import type { BlockRange } from '../../core/ports.ts'
import { joinRanges } from '../../payments/ranges.ts'
import { outputFailed } from '../files/failure.ts'
import { chainFolder, endpointFolder, folderProblem } from './folder.ts'
import type { Segment } from './segment.ts'
import { listSegments, loadAny, type SegmentFile } from './segment-files.ts'

type Found = { readonly file: SegmentFile; readonly bytes: number; readonly usedAt: number }

async function filesIn(folder: string): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const file of await listSegments(folder)) {
    const stats = await lstat(join(folder, file.name)).catch(() => undefined)
    if (stats !== undefined) found.push({ file, bytes: stats.size, usedAt: stats.mtimeMs })
  }
  return found
}

async function foldersOf(cacheDir: string): Promise<readonly string[]> {
  const chain = chainFolder(cacheDir)
  const names = await readdir(chain, { withFileTypes: true }).catch(() => [])
  return names.filter((entry) => entry.isDirectory()).map(({ name }) => join(chain, name))
}

/** Why the folders that are ours must not be touched; null when they may be, or are not there. */
async function problemOf(cacheDir: string): Promise<string | null> {
  for (const path of [cacheDir, chainFolder(cacheDir)]) {
    const problem = await folderProblem(path)
    if (problem !== null) return problem === 'missing' ? null : problem
  }
  return null
}

/** The segment in a file; undefined when it is damaged or does not belong where it is. */
async function soundIn(cacheDir: string, file: SegmentFile): Promise<Segment | undefined> {
  const segment = await loadAny(file)
  if (typeof segment === 'string') return undefined
  return endpointFolder(cacheDir, segment.network, segment.label) === file.folder ? segment : undefined
}

async function surveyFolder(cacheDir: string, folder: string): Promise<KeptEndpoint | undefined> {
  const files = await filesIn(folder)
  let ranges: readonly BlockRange[] = []
  let [network, endpoint, events, damaged] = ['unknown', 'unknown', 0, 0]
  // One after the other: all of them together may be larger than memory.
  for (const { file } of files) {
    const segment = await soundIn(cacheDir, file)
    if (segment === undefined) {
      damaged += 1
      continue
    }
    network = segment.network
    endpoint = segment.label
    events += segment.columns.count
    ranges = joinRanges([...ranges, ...segment.covers])
  }
  if (files.length === 0) return undefined
  const times = files.map(({ usedAt }) => usedAt)
  return {
    ...{ network, endpoint, events, damaged, files: files.length },
    blocks: ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0),
    fromBlock: ranges[0]?.from ?? null,
    toBlock: ranges.at(-1)?.to ?? null,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    oldest: new Date(Math.min(...times)),
    newest: new Date(Math.max(...times)),
  }
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw outputFailed(path, error)
  }
}

/** The folder goes with its last segment, and with it what is left of locks and drafts; foreign files stay. */
async function removeEmpty(folder: string): Promise<void> {
  if ((await listSegments(folder)).length > 0) return
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => /^\.(?:lock|\d{1,12}-[0-9a-f]{12}\.tmp)$/.test(one))) {
    await remove(join(folder, name))
  }
  await rmdir(folder).catch(() => undefined)
}

const sumOf = (found: readonly Found[]): CacheCleared => ({
  files: found.length,
  bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
})

/** What is kept below a folder of the cache, as a whole. Looks at the disk when it is asked. */
export function createCacheStore(cacheDir: string): CacheStore {
  const folder = chainFolder(cacheDir)
  const found = async ({ network, usedBefore }: CachePart): Promise<readonly Found[]> => {
    const problem = await problemOf(cacheDir)
    if (problem !== null) throw new OpsError('OUTPUT_FAILED', { file: folder, reason: problem })
    const all: Found[] = []
    for (const one of await foldersOf(cacheDir)) {
      for (const item of await filesIn(one)) {
        if (usedBefore !== undefined && item.usedAt >= usedBefore.getTime()) continue
        if (network !== undefined && (await soundIn(cacheDir, item.file))?.network !== network) continue
        all.push(item)
      }
    }
    return all
  }
  return {
    survey: async () => {
      const problem = await problemOf(cacheDir)
      const kept: KeptEndpoint[] = []
      for (const one of problem === null ? await foldersOf(cacheDir) : []) {
        const told = await surveyFolder(cacheDir, one)
        if (told !== undefined) kept.push(told)
      }
      const nameOf = ({ network, endpoint }: KeptEndpoint) => `${network} ${endpoint}`
      const endpoints = kept.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
      return { folder, problem, endpoints, bytes: endpoints.reduce((sum, { bytes }) => sum + bytes, 0) }
    },
    count: async (part) => sumOf(await found(part)),
    clear: async (part) => {
      const all = await found(part)
      for (const { file } of all) await remove(join(file.folder, file.name))
      for (const one of await foldersOf(cacheDir)) await removeEmpty(one)
      return sumOf(all)
    },
  }
}
