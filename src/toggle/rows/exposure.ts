import type { GuideSeen, Row, RowAnswer, ScanLook } from '../shapes.ts'

/** Rules of the scanner for what can move or redirect money. Others are credentials and payments. */
export const signingRules: readonly string[] = ['mnemonic', 'private-key', 'pem-private-key', 'keystore']
const unscanned = 'not-scanned'

const isHit = ({ rule }: ScanLook['hits'][number]) => rule !== unscanned

function exposure(counts: (rule: string) => boolean): (seen: GuideSeen) => RowAnswer {
  return ({ scan }) => {
    const base = { action: 'off-now', windows: [], partial: [], ids: [] } as const
    if (scan === null)
      return { ...base, state: 'unknown', says: 'not looked at: no path was scanned (--scan PATH)' }
    const hits = scan.hits.filter((hit) => isHit(hit) && counts(hit.rule))
    const places = hits.slice(0, 3).map(({ file, line, rule }) => `${rule} at ${file}:${line}`)
    const ids = hits.map(({ file, line, rule }) => `${file}:${line} ${rule}`)
    const more = hits.length > 3 ? `, and ${hits.length - 3} more` : ''
    if (hits.length > 0) return { ...base, state: 'met', says: `${places.join(', ')}${more}`, ids }
    const left = scan.leftOut + scan.hits.filter((hit) => !isHit(hit)).length
    if (left > 0) {
      return { ...base, state: 'unknown', says: `${left} files could not be looked at, or only in part` }
    }
    return { ...base, state: 'no', says: `none in ${scan.paths.join(', ')}` }
  }
}

/** Rows about secrets that were found in files. */
export const exposureRows = {
  signingKey: {
    number: 1,
    title: 'a key or seed phrase that signs or receives is exposed',
    cause: 'exposure',
    answer: exposure((rule) => signingRules.includes(rule)),
  },
  credential: {
    number: 4,
    title: 'a facilitator key, admin token or payment header is exposed',
    cause: 'exposure',
    answer: exposure((rule) => !signingRules.includes(rule)),
  },
} as const satisfies Record<string, Row>
