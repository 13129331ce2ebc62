import type { Carried, Carrier } from './carriers/carrier.ts'
import { carriers } from './carriers/index.ts'
import { kinds } from './kinds/index.ts'
import type { Kind, Made, Mode } from './kinds/kind.ts'
import { createRandom } from './random.ts'
import { type Watch, watchFor } from './visible.ts'

/** A secret that the environment of the tool holds. */
export type EnvironmentValue = { readonly label: string; readonly value: string }

/** A secret of a world; the redactor knows its value when `mode` is `known`, and only then. */
export type Planted = {
  readonly kind: Kind
  readonly mode: Mode
  readonly made: Made
  readonly watch: Watch
}

/** One secret in one text. */
export type Unit = {
  readonly id: string
  readonly planted: Planted
  readonly carrier: Carrier
  readonly carried: Carried
}

/** Everything that goes into one bundle. */
export type World = {
  readonly seed: string
  readonly known: readonly EnvironmentValue[]
  /** Addresses that stand in the evidence, among them those of the planted keys. */
  readonly addresses: readonly string[]
  readonly planted: readonly Planted[]
}

const modes: readonly Mode[] = ['known', 'labelled', 'shaped']

/** A world with one secret of each kind for each way in which it can be recognised. */
export function createWorld(seed: string, chosen: readonly Kind[] = kinds): World {
  const planted = modes.flatMap((mode) =>
    chosen
      .filter((kind) => kind.modes.includes(mode))
      .map((kind): Planted => {
        const made = kind.make(createRandom(`${seed}/${mode}/${kind.name}`))
        return { kind, mode, made, watch: watchFor(made) }
      }),
  )
  const known = planted
    .filter(({ mode }) => mode === 'known')
    .map(({ kind, made }) => ({ label: `env:${kind.labels[0] ?? kind.name}`, value: made.text }))
  const addresses = planted.flatMap(({ made }) => made.addresses ?? [])
  return { seed, known, addresses, planted }
}

/** One secret in one carrier; the same arguments give the same text. */
export function unitOf(world: World, planted: Planted, carrier: Carrier): Unit {
  const id = `${planted.kind.name} ${planted.mode} ${carrier.name}`
  const random = createRandom(`${world.seed}/${id}`)
  const label = planted.mode === 'labelled' ? random.pick(planted.kind.labels) : null
  const carried = carrier.carry({ made: planted.made, kind: planted.kind, label, random })
  return { id, planted, carrier, carried }
}

/** All units of a world. */
export function unitsOf(world: World): readonly Unit[] {
  return world.planted.flatMap((planted) =>
    carriers
      .filter((carrier) => carrier.fits(planted.kind, planted.mode))
      .map((carrier) => unitOf(world, planted, carrier)),
  )
}

/** So many carriers for each secret, chosen by the seed; over many worlds every pair comes up. */
export function sampleOf(world: World, count: number): readonly Unit[] {
  return world.planted.flatMap((planted) => {
    const random = createRandom(`${world.seed}/carriers/${planted.kind.name}/${planted.mode}`)
    const fitting = [...carriers.filter((carrier) => carrier.fits(planted.kind, planted.mode))]
    const chosen = Array.from({ length: Math.min(count, fitting.length) }, () => {
      const [carrier] = fitting.splice(random.int(fitting.length), 1)
      return carrier!
    })
    return chosen.map((carrier) => unitOf(world, planted, carrier))
  })
}
