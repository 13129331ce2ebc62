import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, readdir, rename, stat, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { questionName } from './question.ts'
import { decodeSegment, mostBytes, type Segment } from './segment.ts'

/**
 * A file as its name tells it: `<question>_<from>-<to>_<random>.kept`, or `.new` while no run has found it borne out.
 * A name is only where to look: what counts stands inside.
 */
export type SegmentFile = {
  readonly folder: string
  readonly name: string
  readonly question: string
  readonly from: number
  readonly to: number
  readonly status: 'kept' | 'new'
}

// Names are ours. Anchored; the classes of neighbours share no character but by a fixed letter between: linear.
const fileName =
  /^([012]{1,3}-(?:first|second)-0x[0-9a-f]{40})_(\d{1,16})-(\d{1,16})_[0-9a-f]{12}\.(kept|new)$/

/** What a name says; undefined for a name that is none of ours. */
export function readName(folder: string, name: string): SegmentFile | undefined {
  const match = fileName.exec(name)
  if (match === null) return undefined
  const [, question = '', from, to, status] = match
  return {
    folder,
    name,
    question,
    from: Number(from),
    to: Number(to),
    status: status === 'kept' ? 'kept' : 'new',
  }
}

/** The segment files of a folder; empty when it cannot be read. */
export async function listSegments(folder: string): Promise<readonly SegmentFile[]> {
  const names = await readdir(folder).catch(() => [])
  return names.sort().flatMap((name) => readName(folder, name) ?? [])
}

const readOnly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)
const newFile = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)

async function bytesOf(path: string): Promise<Buffer | 'odd'> {
  const handle = await open(path, readOnly)
  try {
    const found = await handle.stat()
    return found.isFile() && found.size <= mostBytes ? await handle.readFile() : 'odd'
  } finally {
    await handle.close()
  }
}

/** Why a segment is not to be had: gone, not what was written, or the system did not let us. */
export type NoSegment = 'gone' | 'damaged' | 'unread'

/** Reads whatever segment stands in a file, never through a link. Never rejects. */
export async function loadAny(file: SegmentFile): Promise<Segment | NoSegment> {
  let bytes: Buffer | 'odd'
  try {
    bytes = await bytesOf(join(file.folder, file.name))
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ENOENT') return 'gone'
    return code === 'ELOOP' || code === 'EMLINK' ? 'damaged' : 'unread'
  }
  const segment = bytes === 'odd' ? undefined : decodeSegment(bytes)
  if (segment === undefined) return 'damaged'
  const isNamed =
    questionName(segment.question) === file.question &&
    segment.covers.every(({ from, to }) => from >= file.from && to <= file.to)
  return isNamed ? segment : 'damaged'
}

/** The segment of an endpoint in a file; one of another endpoint is `damaged`. Never rejects. */
export async function loadSegment(
  file: SegmentFile,
  network: string,
  label: string,
): Promise<Segment | NoSegment> {
  const segment = await loadAny(file)
  if (typeof segment === 'string') return segment
  return segment.network === network && segment.label === label ? segment : 'damaged'
}

/**
 * Writes the bytes of a segment as one step: its name appears when it is whole. It is not made durable, because what a
 * power cut tears is found by its digest and read again. Rejects with the system's error, then nothing is there.
 */
export async function writeSegment(
  folder: string,
  { question, covers }: Segment,
  bytes: Uint8Array,
  at: Date,
  status: SegmentFile['status'] = 'new',
): Promise<SegmentFile> {
  const from = covers.reduce((least, cover) => Math.min(least, cover.from), Number.MAX_SAFE_INTEGER)
  const to = covers.reduce((most, cover) => Math.max(most, cover.to), 0)
  const random = randomBytes(6).toString('hex')
  const name = `${questionName(question)}_${from}-${to}_${random}.${status}`
  const draft = join(folder, `.${process.pid}-${random}.tmp`)
  try {
    const handle = await open(draft, newFile, 0o600)
    try {
      await handle.writeFile(bytes)
    } finally {
      await handle.close()
    }
    await utimes(draft, at, at)
    await rename(draft, join(folder, name))
  } catch (error) {
    await unlink(draft).catch(() => undefined)
    throw error
  }
  return { folder, name, question: questionName(question), from, to, status }
}

/** Marks a segment as borne out; resolves to its new name. One that is gone stays gone. */
export async function keepSegment(file: SegmentFile): Promise<SegmentFile> {
  if (file.status === 'kept') return file
  const name = file.name.replace(/\.new$/, '.kept')
  await rename(join(file.folder, file.name), join(file.folder, name)).catch(() => undefined)
  return { ...file, name, status: 'kept' }
}

/** Removes a segment; one that is gone already is no failure. Resolves to its size in bytes, 0 when it was not there. */
export async function removeSegment({ folder, name }: SegmentFile): Promise<number> {
  const path = join(folder, name)
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  await unlink(path).catch(() => undefined)
  return size
}

/** Notes that a segment was used: the longest unused ones go first when there is no more room. */
export async function touchSegment({ folder, name }: SegmentFile, at: Date): Promise<void> {
  await utimes(join(folder, name), at, at).catch(() => undefined)
}

// What no run came back to in a day, and drafts of that age, belong to nobody.
const leftoverAgeMs = 86_400_000

/** Removes what killed runs left and no later one took up: drafts, and segments that nobody found borne out. */
export async function removeLeftovers(folder: string, now: Date): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => one.endsWith('.tmp') || one.endsWith('.new'))) {
    const path = join(folder, name)
    const found = await lstat(path).catch(() => undefined)
    if (found !== undefined && now.getTime() - found.mtimeMs > leftoverAgeMs) {
      await unlink(path).catch(() => undefined)
    }
  }
}
