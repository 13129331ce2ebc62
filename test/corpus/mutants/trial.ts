import { createHash } from 'node:crypto'
import { hiderOf } from '../ours.ts'
import { type Hider, hidden } from '../score.ts'
import { sampleOf, type Unit, unitsOf, type World } from '../world.ts'
import { loadRedactor } from './load.ts'
import type { Mutant } from './mutant.ts'

/** A text after redaction. */
export type Shown = { readonly unit: Unit; readonly output: string }

/** What the redactor as it is makes of the texts of a world, for comparison with broken ones. */
export type Baseline = {
  readonly world: World
  readonly sample: readonly Unit[]
  /** Of a text that is no part of the sample the answer is looked up when it is asked for. */
  readonly outputOf: (unit: Unit) => string
}

/** Every text of a world that has an id the pattern matches. */
function unitsLike(world: World, pattern: RegExp): readonly Unit[] {
  return unitsOf(world).filter(({ id }) => pattern.test(id))
}

/** The redactor as it is, over so many carriers for each secret. */
export async function baselineOf(world: World, carriersPerSecret: number): Promise<Baseline> {
  const hider = hiderOf(await loadRedactor(undefined), world)
  const outputs = new Map<string, string>()
  const outputOf = (unit: Unit) => {
    const seen = outputs.get(unit.id)
    if (seen !== undefined) return seen
    const output = hidden(hider, unit)
    outputs.set(unit.id, output)
    return output
  }
  return { world, sample: sampleOf(world, carriersPerSecret), outputOf }
}

/** A redactor that throws hides nothing and shows nothing: a bundle is not made. */
function outputOrNothing(hider: Hider, unit: Unit): string {
  try {
    return hidden(hider, unit)
  } catch {
    return ''
  }
}

const enough = 20

/** Shown first what shows the defect best, in an order that mixes kinds. */
function inOrder(baseline: Baseline, mutant: Mutant): readonly Unit[] {
  const mixed = (id: string) => createHash('sha256').update(id).digest('hex')
  const first = unitsLike(baseline.world, mutant.shows).map((unit) => [mixed(unit.id), unit] as const)
  first.sort(([a], [b]) => (a < b ? -1 : 1))
  return [...first.map(([, unit]) => unit), ...baseline.sample]
}

/**
 * Texts in which a broken redactor shows a secret that the redactor as it is hides; no more than 20, which is
 * enough to say that the defect is one.
 */
export async function leaksOf(baseline: Baseline, mutant: Mutant): Promise<readonly Shown[]> {
  const hider = hiderOf(await loadRedactor(mutant), baseline.world)
  const shown: Shown[] = []
  for (const unit of inOrder(baseline, mutant)) {
    const output = outputOrNothing(hider, unit)
    if (!unit.planted.watch(output)) continue
    if (unit.planted.watch(baseline.outputOf(unit))) continue
    shown.push({ unit, output })
    if (shown.length === enough) break
  }
  return shown
}
