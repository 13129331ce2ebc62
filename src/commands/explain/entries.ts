import { classes } from '../../classify/classes.ts'
import { everyCode } from '../../classify/codes/lookup.ts'
import { errorCatalog } from '../../core/error-catalog.ts'
import type { ErrorWords } from '../../core/failures/words.ts'
import type { CatalogEntry } from '../../core/finding.ts'
import { stateWords } from '../../settlement/states-explain-catalog.ts'
import { type ExplainedRoom, explainedRooms } from './rooms.ts'

/** A code and everything that is said about it. */
export type Entry = {
  readonly code: string
  /** The room it belongs to, or errors, classes, states, reasons. */
  readonly room: string
  readonly title: string
  readonly means: string
  readonly why: string
  readonly act: string
  /** The verdict and weight of a finding, the exit code of an error, the class of a reason; null elsewhere. */
  readonly weight: string | null
  readonly playbook: string | null
}

const nothing = 'Nothing has to be done.'
const notWritten = 'Nobody has written this down yet.'

function ofRoom({ name, catalog, words }: ExplainedRoom): readonly Entry[] {
  return Object.entries(catalog).map(([code, each]) => {
    const { verdict, severity, title, next, playbook } = each as unknown as CatalogEntry
    const [means = notWritten, why = notWritten, act] = words[code] ?? []
    const calm = verdict === 'PASS' ? nothing : notWritten
    const judged = typeof verdict === 'string' ? verdict : 'verdict by its facts'
    return {
      code,
      room: name,
      title,
      means,
      why,
      act: next ?? act ?? calm,
      weight: `${judged}, ${severity}`,
      playbook,
    }
  })
}

/** Stands in for the values of an error by their names. */
const named = new Proxy({}, { get: (_target, name) => (typeof name === 'string' ? `<${name}>` : undefined) })

const exitWords: Readonly<Record<number, string>> = {
  2: 'The command line or the configuration cannot be used, so nothing was looked at.',
  3: 'An answer is unknown, and unknown is never called well.',
  5: 'A guard refused: going on could have leaked a secret or asked the wrong chain.',
  6: 'This machine could not keep or write something.',
  70: 'x402ops itself is at fault.',
}

function ofErrors(): readonly Entry[] {
  return Object.entries(errorCatalog).map(([code, each]): Entry => {
    const { exitCode, what, why, hint }: ErrorWords = each
    const title = what(named)
    const because = why?.(named) ?? ''
    const means = because === '' ? 'The command could not be carried out.' : because
    return {
      ...{ code, room: 'errors', title, means, why: exitWords[exitCode] ?? notWritten, act: hint(named) },
      ...{ weight: `exit code ${exitCode}`, playbook: null },
    }
  })
}

function ofClasses(): readonly Entry[] {
  return Object.entries(classes).map(([code, { title, means, why, do: act, playbook }]) => ({
    ...{ code, room: 'classes', title, means, why, act, weight: null, playbook },
  }))
}

function ofStates(): readonly Entry[] {
  return Object.entries(stateWords).map(([code, [title, [means, why, act]]]) => ({
    ...{ code, room: 'states', title, means, why, act, weight: null, playbook: null },
  }))
}

function ofReasons(): readonly Entry[] {
  return [...everyCode()].map(([code, { class: name, means, playbook, retry }]) => {
    const { title, why, do: act } = classes[name]
    return { code, room: 'reasons', title, means, why, act, weight: `${name}, ${retry}`, playbook }
  })
}

/** Everything that has a name of ours, and every reason of facilitators that is known. */
export function allEntries(): readonly Entry[] {
  return [...explainedRooms.flatMap(ofRoom), ...ofClasses(), ...ofStates(), ...ofErrors(), ...ofReasons()]
}

/** The entries that a word names, whatever its case, hyphens for underscores; several rooms may share a word. */
export function entriesFor(word: string, entries: readonly Entry[]): readonly Entry[] {
  const bare = (text: string) => text.toLowerCase().replaceAll('-', '_')
  const exact = entries.filter(({ code }) => code === word)
  return exact.length > 0 ? exact : entries.filter(({ code }) => bare(code) === bare(word))
}
