import type { BundleFile, LongFile } from '../core/bundle.ts'
import { searchExact } from './exact.ts'
import { collectSightings } from './keys.ts'
import { type Known, type Needle, needlesFor } from './known.ts'
import { scanFile, scanLongFile, type Tools } from './scan-file.ts'
import { searchBytes, searchText } from './search.ts'
import { loadSecondNet } from './second-net.ts'

/** A line of a file that holds what it must not hold. Never the value. */
export type GateHit = { readonly file: string; readonly line: number; readonly rule: string }

/** A value that must not stand in any file, and the name it goes by. */
export type GateKnown = Known

/** The second, independent reader of everything that leaves. */
export type Gate = {
  /**
   * Reads all files of one archive together, since a key is known by an address elsewhere in it. Comes back
   * with every line that must not leave, in the order of the files; with `not-scanned` where a file could
   * not be read within the limits. Throws for no content.
   */
  scan(files: Iterable<BundleFile | LongFile>): Promise<readonly GateHit[]>
}

/** How many characters are read at once: what is made of them takes some sixty times as much memory. */
const usualPiece = 1 << 20

/**
 * A gate that knows these values, and all forms that only secrets have. Values under eight letters, and
 * words, are found only behind their label.
 *
 * @example
 * const gate = await createGate([{ label: 'RPC_KEY', value }])
 * const hits = await gate.scan(files)
 */
export async function createGate(
  known: readonly GateKnown[],
  { pieceLength }: { readonly pieceLength: number } = { pieceLength: usualPiece },
): Promise<Gate> {
  const [{ wordlist }, secondNet] = await Promise.all([
    import('@scure/bip39/wordlists/english'),
    loadSecondNet(),
  ])
  const needles = needlesFor(known)
  const tools: Tools = {
    text: searchText([...needles.text, ...needles.text.map(reversed)]),
    bytes: searchBytes(needles.bytes),
    exact: searchExact(needles),
    words: new Set(wordlist),
    secondNet,
    pieceLength,
  }
  return { scan: (files) => scan(files, tools) }
}

const withheld = '[name withheld]'

async function scan(files: Iterable<BundleFile | LongFile>, tools: Tools): Promise<readonly GateHit[]> {
  const hits = new Map<string, GateHit>()
  const sightings = collectSightings()
  const secretNames = new Set<string>()
  const add = (file: string, line: number, rule: string) => {
    hits.set(`${file}\0${line}\0${rule}`, { file, line, rule })
  }
  const addName = (file: string, rule: string) => {
    secretNames.add(file)
    add(file, 0, rule)
  }
  for (const file of files) {
    const { path } = file
    const name = { path: `${nameMark}${path}`, bytes: new TextEncoder().encode(path) }
    try {
      await scanFile(name, tools, sightings, (_line, rule) => addName(path, rule))
      const report = (line: number, rule: string) => add(path, line, rule)
      if ('bytes' in file) await scanFile(file, tools, sightings, report)
      else await scanLongFile(file, tools, sightings, report)
    } catch {
      add(path, 1, 'not-scanned')
    }
  }
  const keys = sightings.keys()
  if (keys === null) add('(all files)', 0, 'not-scanned')
  for (const { file, line } of keys ?? []) {
    if (file.startsWith(nameMark)) addName(file.slice(nameMark.length), 'private-key')
    else add(file, line, 'private-key')
  }
  return [...hits.values()]
    .map((hit) => (secretNames.has(hit.file) ? { ...hit, file: withheld } : hit))
    .sort((a, b) => order(a.file, b.file) || a.line - b.line || order(a.rule, b.rule))
}

/** Stands before the path of a file when its name is what is read: no path begins with it. */
const nameMark = '\0'

function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** The same value written from its end. */
function reversed(needle: Needle): Needle {
  const size = needle.units.length
  return {
    units: needle.units.toReversed(),
    from: size - needle.to,
    to: size - needle.from,
    least: needle.least,
  }
}
