import { safe } from '../../core/safe.ts'
import type { OwnPlace } from '../../core/service-files.ts'
import { knownAgainst } from '../lock/judge.ts'
import type { Answer, Item } from '../shapes.ts'

const unknown = (seen: string): Answer => ({ verdict: 'UNKNOWN', seen })
const noFolder = unknown('no folder was named: --service-dir DIR')
// Files that are meant to be read by everybody.
const example = /\.(?:example|sample|template|dist|defaults)$/

/** Does git keep a file with secrets? */
export const nothingTracked: Item['answer'] = ({ service }) => {
  if (service === null) return noFolder
  if (!service.tracked.seen) return unknown(service.tracked.why.detail)
  const kept = service.tracked.value.filter((name) => !example.test(name))
  if (kept.length === 0) return { verdict: 'PASS', seen: 'git keeps none' }
  const shown = kept.slice(0, 3).map((name) => safe(name, 60))
  return { verdict: 'FAIL', seen: `git keeps ${shown.join(', ')}${kept.length > 3 ? ' ..' : ''}` }
}

/** Are the versions of the protocol's packages free of what is known to be bad? */
export const versionsGood: Item['answer'] = ({ service }) => {
  if (service === null) return noFolder
  if (!service.packages.seen) return unknown(service.packages.why.detail)
  const all = service.packages.value
  if (all.length === 0) return unknown('no lock file names a package of x402')
  const found = all.flatMap((one) => {
    const against = knownAgainst(one)
    return against === undefined ? [] : [{ one, against }]
  })
  const worst = found.find(({ against }) => against.verdict === 'FAIL') ?? found[0]
  if (worst === undefined)
    return { verdict: 'PASS', seen: `${all.length} packages, nothing is known against them` }
  const { name, version } = worst.one
  const { verdict, what, advisory, fixed } = worst.against
  const until = fixed === null ? '' : `, fixed in ${fixed}`
  return { verdict, seen: `${name} ${version}: ${what} (${advisory}${until})` }
}

const octal = (mode: number) => mode.toString(8).padStart(4, '0')

/** Whether only their owner can read some places, and nobody else can write them. */
export function closed(places: readonly OwnPlace[], readable: 'FAIL' | 'WARN' | 'PASS'): Answer {
  const blind = places.find(({ mode }) => !mode.seen)
  if (blind !== undefined && !blind.mode.seen) return unknown(`${blind.what}: ${blind.mode.why.detail}`)
  const there = places.flatMap(({ what, mode }) =>
    mode.seen && mode.value !== null ? [{ what, mode: mode.value }] : [],
  )
  if (there.length === 0) return unknown('there is none yet')
  const written = there.find(({ mode }) => (mode & 0o022) !== 0)
  if (written !== undefined)
    return { verdict: 'FAIL', seen: `others can write ${written.what} (${octal(written.mode)})` }
  const read = there.find(({ mode }) => (mode & 0o077) !== 0)
  if (read !== undefined && readable !== 'PASS')
    return { verdict: readable, seen: `others can read ${read.what} (${octal(read.mode)})` }
  return { verdict: 'PASS', seen: there.map(({ what, mode }) => `${what} ${octal(mode)}`).join(', ') }
}

/** Can only its owner read the .env files of the service? */
export const envClosed: Item['answer'] = ({ service }) =>
  service === null ? noFolder : closed(service.modes, 'FAIL')

/** Is what x402ops keeps on this machine closed to others? */
export const stateClosed: Item['answer'] = ({ places }) =>
  closed(
    places.filter(({ what }) => what === 'saved runs'),
    'FAIL',
  )

/** Can nobody else change what x402ops is told to expect? */
export const configClosed: Item['answer'] = ({ places }) =>
  closed(
    places.filter(({ what }) => what !== 'saved runs'),
    'PASS',
  )
