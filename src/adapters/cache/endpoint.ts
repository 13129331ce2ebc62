import type { CacheNote } from '../../core/chain-cache.ts'
import type { BlockRef, ChainNode, Clock } from '../../core/ports.ts'
import { diskReason } from '../files/failure.ts'
import { type Anchors, createAnchors } from './anchors.ts'
import type { Budget } from './budget.ts'
import { endpointFolder, readyFolder } from './folder.ts'
import type { Piece } from './pieces.ts'
import { type Question, questionName } from './question.ts'
import type { Segment } from './segment.ts'
import { encodeSegment } from './segment.ts'
import {
  listSegments,
  loadSegment,
  removeSegment,
  type SegmentFile,
  touchSegment,
  writeSegment,
} from './segment-files.ts'

/** What the segments of one endpoint need. */
export type EndpointOptions = {
  readonly cacheDir: string
  readonly node: ChainNode
  readonly clock: Clock
  readonly budget: Budget
  readonly note: (note: CacheNote) => void
}

/** What is kept of one endpoint, as one run uses it. */
export type Endpoint = {
  readonly network: string
  readonly label: string
  readonly folder: string
  readonly anchors: Anchors
  /** The newest block that is final for this node, asked once; null when it names none. */
  readonly final: (signal: AbortSignal) => Promise<BlockRef | null>
  /** A final block that somebody asked for anyway. */
  readonly sawFinal: (block: BlockRef) => void
  /** Segments that speak of a question somewhere in these blocks: whole, of this chain. Never rejects. */
  readonly find: (
    question: Question,
    range: { readonly from: number; readonly to: number },
    signal: AbortSignal,
  ) => Promise<readonly Segment[]>
  /** Keeps rows that this run read, until it is known whether they are borne out. Never rejects. */
  readonly add: (question: Question, piece: Piece, final: BlockRef) => Promise<void>
  /** Drops everything that is known to be kept: it cannot be true beside what was heard. Never rejects. */
  readonly forget: () => Promise<void>
  /** What this run used or wrote. */
  readonly used: () => readonly SegmentFile[]
}

// Windows over chain time meet the same file several times; a few of them cost less memory than a window does.
const mostOpen = 3

/** The segments of an endpoint. Looks at the disk when something is asked; what fails there only costs requests. */
export function createEndpoint({ cacheDir, node, clock, budget, note }: EndpointOptions): Endpoint {
  const { network, label } = node
  const folder = endpointFolder(cacheDir, network, label)
  const anchors = createAnchors(node)
  const used = new Map<string, SegmentFile>()
  const open = new Map<string, Segment>()
  let files: Map<string, SegmentFile> | undefined
  let listing: Promise<Map<string, SegmentFile>> | undefined
  let problem: string | null = null
  let seenFinal: BlockRef | undefined
  let asked: Promise<BlockRef | null> | undefined

  const tell = (kind: CacheNote['kind'], text: string) => note({ kind, text })

  const list = async () => {
    problem = await readyFolder(cacheDir, folder)
    if (problem !== null) tell('not-kept', `chain logs are not kept: ${folder}: ${problem}`)
    const found = problem === null ? await listSegments(folder) : []
    files = new Map(found.map((file) => [file.name, file]))
    return files
  }

  const drop = async (file: SegmentFile) => {
    files?.delete(file.name)
    used.delete(file.name)
    open.delete(file.name)
    await removeSegment(file)
  }

  const load = async (file: SegmentFile): Promise<Segment | undefined> => {
    const known = open.get(file.name)
    if (known !== undefined) return known
    const segment = await loadSegment(file, network, label)
    if (segment === 'damaged') {
      await drop(file)
      tell('damaged', `a damaged file with chain logs of ${label} was removed; its blocks are read again`)
    }
    if (typeof segment === 'string') return undefined
    open.set(file.name, segment)
    for (const name of [...open.keys()].slice(0, -mostOpen)) open.delete(name)
    return segment
  }

  const forgetChain = async () => {
    for (const file of [...(files?.values() ?? [])]) await drop(file)
  }

  const take = async (file: SegmentFile, signal: AbortSignal): Promise<Segment | undefined> => {
    const segment = await load(file)
    if (segment === undefined) return undefined
    const standing = await anchors.check(segment.anchor, signal)
    if (standing === 'other') await forgetChain()
    if (standing !== 'same') return undefined
    if (!used.has(file.name)) await touchSegment(file, clock.now())
    used.set(file.name, file)
    budget.mine(file)
    return segment
  }

  return {
    network,
    label,
    folder,
    anchors,
    final: (signal) => {
      if (seenFinal !== undefined) return Promise.resolve(seenFinal)
      asked ??= node.block('finalized', signal).then((block) => (block.seen ? block.value : null))
      return asked
    },
    sawFinal: (block) => {
      seenFinal = block
    },
    find: async (question, range, signal) => {
      listing ??= list()
      const name = questionName(question)
      const near = [...(await listing).values()].filter(
        (file) => file.question === name && file.from <= range.to && file.to >= range.from,
      )
      const found: Segment[] = []
      for (const file of near) {
        // One that fails takes others with it when the chain is another one.
        const segment = files?.has(file.name) === true ? await take(file, signal) : undefined
        if (segment !== undefined) found.push(segment)
      }
      // What was found before the chain turned out to be another one is not of this chain either.
      return found.filter(({ anchor }) => anchors.isSame(anchor))
    },
    add: async (question, { covers, columns }, final) => {
      if (problem !== null) return
      const anchor = { number: final.number, hash: final.hash }
      const segment = { network, label, question, covers, anchor, columns }
      try {
        const bytes = encodeSegment(segment)
        if (!(await budget.room(bytes.length))) {
          problem = 'full'
          tell('not-kept', 'chain logs: there is no more room for what this run reads (cache.maxBytes)')
          return
        }
        const file = await writeSegment(folder, segment, bytes, clock.now())
        files?.set(file.name, file)
        used.set(file.name, file)
        budget.mine(file)
      } catch (error) {
        problem = diskReason(error)
        tell('not-kept', `chain logs are not kept: ${folder}: ${problem}`)
      }
    },
    forget: forgetChain,
    used: () => [...used.values()],
  }
}
