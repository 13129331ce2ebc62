import { createHash } from 'node:crypto'
import { carriers } from '../carriers/index.ts'
import { hiderOf } from '../ours.ts'
import { type Hider, hidden } from '../score.ts'
import { type Unit, unitOf, type World } from '../world.ts'
import { loadRedactor } from './load.ts'
import type { Mutant } from './mutant.ts'

/** A text after redaction. */
export type Shown = { readonly unit: Unit; readonly output: string }

/** A text of a world that is not written yet. */
type Planned = { readonly id: string; readonly unit: () => Unit }

/** What the redactor as it is makes of the texts of a world, for comparison with broken ones. */
export type Baseline = {
  readonly world: World
  /** Every text, in an order that mixes kinds. */
  readonly planned: readonly Planned[]
  /** Looked up when it is asked for, and remembered. */
  readonly outputOf: (unit: Unit) => string
}

function plannedOf(world: World): readonly Planned[] {
  const mixed = (id: string) => createHash('sha256').update(id).digest('hex')
  const planned = world.planted.flatMap((planted) =>
    carriers
      .filter((carrier) => carrier.fits(planted.kind, planted.mode))
      .map((carrier) => {
        const id = `${planted.kind.name} ${planted.mode} ${carrier.name}`
        let made: Unit | undefined
        const unit = () => {
          made ??= unitOf(world, planted, carrier)
          return made
        }
        return { id, rank: mixed(id), unit }
      }),
  )
  return planned.toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
}

/** The redactor as it is. */
export async function baselineOf(world: World): Promise<Baseline> {
  const hider = hiderOf(await loadRedactor(undefined), world)
  const outputs = new Map<string, string>()
  const outputOf = (unit: Unit) => {
    const seen = outputs.get(unit.id)
    if (seen !== undefined) return seen
    const output = hidden(hider, unit)
    outputs.set(unit.id, output)
    return output
  }
  return { world, planned: plannedOf(world), outputOf }
}

/** A redactor that throws hides nothing and shows nothing: a bundle is not made. */
function outputOrNothing(hider: Hider, unit: Unit): string {
  try {
    return hidden(hider, unit)
  } catch {
    return ''
  }
}

/** Leaks that are handed to the gate, and texts in which they are looked for. */
const enough = 10
const mostTexts = 200

/**
 * Texts in which a broken redactor shows a secret that the redactor as it is hides: as many as say that the
 * defect is one, among the texts that its `shows` names.
 */
export async function leaksOf(baseline: Baseline, mutant: Mutant): Promise<readonly Shown[]> {
  const hider = hiderOf(await loadRedactor(mutant), baseline.world)
  const shown: Shown[] = []
  const chosen = baseline.planned.filter(({ id }) => mutant.shows.test(id)).slice(0, mostTexts)
  for (const planned of chosen) {
    const unit = planned.unit()
    const output = outputOrNothing(hider, unit)
    if (!unit.planted.watch(output)) continue
    if (unit.planted.watch(baseline.outputOf(unit))) continue
    shown.push({ unit, output })
    if (shown.length === enough) break
  }
  return shown
}
