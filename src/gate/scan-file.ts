import type { BundleFile, LongFile } from '../core/bundle.ts'
import type { ExactSearch } from './exact.ts'
import type { Sightings } from './keys.ts'
import { findMnemonics } from './mnemonic.ts'
import { textOf, textOfBlocks, textWithin } from './peel/bytes-to-text.ts'
import { escapes } from './peel/escapes.ts'
import { unpackMarked, unpackUnmarked } from './peel/inflate.ts'
import { type Empty, type Spelled, spelled } from './peel/runs.ts'
import { piecesOf } from './pieces.ts'
import type { Search } from './search.ts'
import type { SecondNet } from './second-net.ts'
import { findShapes } from './shapes/index.ts'
import { gather, lineAt, seam, textView, type View } from './view.ts'

/** Everything that reads with. */
export type Tools = {
  readonly text: Search
  readonly bytes: Search
  readonly exact: ExactSearch
  readonly words: ReadonlySet<string>
  readonly secondNet: SecondNet
  /** How many characters are read at once. */
  readonly pieceLength: number
}

/** Receives one finding. The same line and rule may come more than once. */
export type Report = (line: number, rule: string) => void

/** How often a text is undone before it counts as opaque. */
const deepest = 4

/** What may be read in all, per character of a piece: more is a text made to be slow. */
const readings = 40

/** What names a container that is not opened here: zip, 7z, rar, xz, zstd, bzip2, PDF. */
const closed: readonly (readonly number[])[] = [
  [0x50, 0x4b, 3, 4],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
  [0xfd, 0x37, 0x7a, 0x58],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x42, 0x5a, 0x68],
  [0x25, 0x50, 0x44, 0x46],
]

/** Reads one file in every way that is known here. What cannot be read is reported as `not-scanned`. */
export async function scanFile(
  file: BundleFile,
  tools: Tools,
  sightings: Sightings,
  report: Report,
): Promise<void> {
  const { bytes, cut } = opened(file.bytes)
  if (cut) report(1, 'not-scanned')
  await scanText([textOf(bytes)], { file: file.path, tools, sightings, report })
}

/** The same for a file that is never held as a whole: text, of which packed bytes are not opened. */
export async function scanLongFile(
  file: LongFile,
  tools: Tools,
  sightings: Sightings,
  report: Report,
): Promise<void> {
  let isPacked = false
  const blocks = async function* () {
    let isFirst = true
    for await (const block of file.blocks()) {
      if (isFirst) isPacked = block[0] === 0x1f || opened(block.subarray(0, 64)).cut
      isFirst = false
      yield block
    }
  }
  await scanText(textOfBlocks(blocks()), { file: file.path, tools, sightings, report })
  if (isPacked) report(1, 'not-scanned')
}

async function scanText(parts: AsyncIterable<string> | Iterable<string>, reading: Reading): Promise<void> {
  const { tools, report } = reading
  for await (const { text, line } of piecesOf(parts, tools.pieceLength)) {
    const view = textView(text, line)
    if (!peel(view, reading)) report(line, 'not-scanned')
    for (const hit of await tools.secondNet(text)) report(lineAt(view, hit.at), hit.rule)
  }
}

function opened(bytes: Uint8Array): { bytes: Uint8Array; cut: boolean } {
  let inner = bytes
  for (let depth = 0; depth < deepest; depth += 1) {
    if (inner[0] !== 0x1f && inner[0] !== 0x78) break
    const next = unpackMarked(inner)
    if (next === null) break
    if (next.cut) return { bytes: next.bytes, cut: true }
    inner = next.bytes
  }
  return { bytes: inner, cut: closed.some((mark) => mark.every((byte, at) => inner[at] === byte)) }
}

// What stands before the secret part of PKCS #8: version 0 and the name of RSA, of elliptic curves, of Ed25519.
const derHeads = ['020100300d06092a864886f70d0101', '020100301306072a8648ce3d0201', '020100300506032b65'].map(
  (hex) => Buffer.from(hex, 'hex'),
)

/** Whether bytes are a private key as programs store it, without the marks of PEM around it. */
function isKeyInDer(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30 || bytes.length < 46) return false
  const head = Buffer.from(bytes.subarray(0, 32))
  return derHeads.some((mark) => head.includes(mark))
}

type Reading = {
  readonly file: string
  readonly tools: Tools
  readonly sightings: Sightings
  readonly report: Report
}

/** False when there was more to read than the limits allow. */
function peel(first: View, reading: Reading): boolean {
  let allowance = first.text.length * readings + (8 << 20)
  const known = new Set<string>()
  const empty: Empty = new Map()
  const queue: { view: View; depth: number }[] = [{ view: first, depth: 0 }]
  // What was undone once is read before what was undone twice: the queue grows while it is walked.
  for (const { view, depth } of queue) {
    allowance -= view.text.length
    if (allowance < 0) return false
    read(view, reading)
    if (depth === deepest) continue
    const children = [...escapes.map((undo) => undo(view)), decode(view, empty, reading)]
    for (const child of children) {
      if (child === null || known.has(child.text)) continue
      known.add(child.text)
      queue.push({ view: child, depth: depth + 1 })
    }
  }
  return true
}

function read(view: View, { tools, sightings, report }: Reading): void {
  const { text } = view
  const bytes = Buffer.from(text, 'latin1')
  for (const { at, rule } of [...tools.text(bytes), ...tools.bytes(bytes)]) report(lineAt(view, at), rule)
  for (const at of tools.exact(text)) report(lineAt(view, at), 'known-value')
  for (const { at, rule } of findShapes(text)) report(lineAt(view, at), rule)
  for (const at of findMnemonics(text, tools.words)) report(lineAt(view, at), 'mnemonic')
  sightings.noteText(text)
}

/** The text inside all that hex, base64 and their like spell; the bytes themselves are searched at once. */
function decode(view: View, empty: Empty, { file, tools, sightings, report }: Reading): View | null {
  const out = gather()
  const inspect = (bytes: Uint8Array, line: number): boolean => {
    const found = [...tools.text(bytes), ...tools.bytes(bytes)]
    for (const { rule } of found) report(line, rule)
    if (isKeyInDer(bytes)) report(line, 'der-private-key')
    const text = textWithin(bytes)
    if (text !== null) out.add(`${text}${seam}`, line)
    return found.length > 0 || text !== null
  }
  spelled(view, empty, (found: Spelled) => {
    const line = lineAt(view, found.at)
    sightings.note(found, { file, line })
    const any = inspect(found.bytes, line)
    // Packed bytes may by chance hold a stretch of letters, so a mark counts even then.
    const inner = unpackMarked(found.bytes) ?? (found.packed && !any ? unpackUnmarked(found.bytes) : null)
    if (inner === null) return any
    if (inner.cut) report(line, 'not-scanned')
    return inspect(inner.bytes, line) || any || inner.cut
  })
  return out.view()
}
