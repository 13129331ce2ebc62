import type { LeftOut } from '../core/bundle.ts'
import type { Catalog } from '../core/finding.ts'
import type { Check, Room } from '../core/room.ts'
import { type Judgement, judgeRoom } from '../core/run-room.ts'
import { catalog, finding } from './catalog.ts'

/** What a scan saw: hits by file, line and rule, never a value. `known` counts the values that were looked for. */
export type ScanSeen = {
  readonly files: number
  readonly known: number
  readonly hits: readonly { readonly file: string; readonly line: number; readonly rule: string }[]
  readonly leftOut: readonly LeftOut[]
}

// The gate cannot vouch for such a file, which is no secret that was found.
const notScanned = 'not-scanned'

// What `LeftOut` adds to the name of a file that was read and not opened. Anchored, fixed length: linear.
const digest = / \(sha256:[0-9a-f]{64}\)$/

/** What was not looked at, each once: why it was left out says more than that the scanner met its limits there. */
function unseenIn({ hits, leftOut }: ScanSeen): readonly LeftOut[] {
  const named = leftOut.map(({ what, why }) => ({ what: what.replace(digest, ''), why }))
  const told = new Set(named.map(({ what }) => what))
  const limited = new Set(
    hits.flatMap(({ rule, file }) => (rule === notScanned && !told.has(file) ? [file] : [])),
  )
  return [...named, ...[...limited].map((what) => ({ what, why: 'it is beyond the limits of the scanner' }))]
}

const secrets: Check<ScanSeen, null> = {
  id: 'secrets',
  question: 'Is there a secret in it?',
  judge: (seen) => {
    const { hits, files, known } = seen
    const found = [
      ...hits
        .filter(({ rule }) => rule !== notScanned)
        .map(({ file, line, rule }) =>
          finding('SECRET_FOUND', { kind: 'file', id: `${file}:${line} ${rule}` }, { file, line, rule }),
        ),
      ...unseenIn(seen).map(({ what, why }) =>
        finding('SCAN_LEFT_OUT', { kind: 'file', id: what }, { what, why }),
      ),
    ]
    if (found.length > 0) return found
    return [finding('SCAN_CLEAN', { kind: 'window', id: 'scan' }, { files, known })]
  },
}

type Ports = { readonly look: () => Promise<ScanSeen> }

/** The room behind `evidence scan`: an operator's folder, file or bundle. */
export const scan: Room<null, ScanSeen, null, Ports> = {
  name: 'scan',
  catalog: catalog as Catalog,
  checks: [secrets],
  plan: () => null,
  collect: (_plan, { look }) => look(),
}

/** Judges a scan. What was not looked at is UNKNOWN, and then nothing is called clean. Pure. */
export function judgeScan(seen: ScanSeen): Judgement {
  return judgeRoom(scan, seen, null)
}
