import { type Survivor, survivorsOf } from './survivors.ts'
import type { Unit, World } from './world.ts'

/** What is scored: something that hides secrets in texts, files and data. */
export type Hider = {
  /** Is shown the records of a bundle before anything is hidden. */
  readonly learn: (value: unknown) => void
  readonly text: (text: string) => string
  readonly file: (text: string) => string
  readonly data: (value: unknown) => unknown
}

/** Makes the hider of one bundle. */
export type Contender = (world: World) => Hider

/** Hits out of tries. */
export type Rate = { readonly hits: number; readonly tries: number }

/** One text after redaction. */
export type Outcome = {
  readonly unit: Unit
  readonly output: string
  readonly leaks: boolean
  readonly parses: boolean
}

/** One public value after redaction. */
export type SurvivorOutcome = {
  readonly survivor: Survivor
  readonly output: string
  readonly survived: boolean
}

function parses({ carried }: Unit, output: string): boolean {
  if (carried.json === undefined) return true
  const documents = carried.json === 'lines' ? output.split('\n').filter((line) => line !== '') : [output]
  try {
    for (const document of documents) JSON.parse(document)
    return true
  } catch {
    return false
  }
}

/** Looks at what is left of a secret in a text that was redacted. */
export function judged(unit: Unit, output: string): Outcome {
  return { unit, output, leaks: unit.planted.watch(output), parses: parses(unit, output) }
}

/** The text of a unit after redaction. */
export function hidden(hider: Hider, { carried }: Unit): string {
  return carried.via === 'file' ? hider.file(carried.text) : hider.text(carried.text)
}

/** Hides one text and looks at what is left of the secret. */
export function outcomeOf(hider: Hider, unit: Unit): Outcome {
  return judged(unit, hidden(hider, unit))
}

/** Hides public values and looks which of them are still there. */
export function survivorOutcomes(
  contender: Contender,
  world: World,
  perKind: number,
): readonly SurvivorOutcome[] {
  const { survivors, records } = survivorsOf(world.seed, perKind)
  const hider = contender(world)
  for (const record of records) hider.learn(record)
  for (const { body } of survivors) if (typeof body !== 'string') hider.learn(body)
  return survivors.map((survivor) => {
    const { body, value } = survivor
    const output = typeof body === 'string' ? hider.text(body) : JSON.stringify(hider.data(body))
    return { survivor, output, survived: output.includes(value) }
  })
}

/** The rate at which something holds. */
export function rateOf<T>(list: readonly T[], holds: (item: T) => boolean): Rate {
  return { hits: list.filter(holds).length, tries: list.length }
}

/** As a share; 1 for no tries. */
export function share({ hits, tries }: Rate): number {
  return tries === 0 ? 1 : hits / tries
}

/** Rates by a name, in the order in which the names come up. */
export function ratesBy<T>(
  list: readonly T[],
  nameOf: (item: T) => string,
  holds: (item: T) => boolean,
): ReadonlyMap<string, Rate> {
  const rates = new Map<string, Rate>()
  for (const item of list) {
    const name = nameOf(item)
    const { hits, tries } = rates.get(name) ?? { hits: 0, tries: 0 }
    rates.set(name, { hits: hits + (holds(item) ? 1 : 0), tries: tries + 1 })
  }
  return rates
}
