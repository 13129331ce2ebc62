import { denseKinds, type PublicKind, plainKinds } from './public/public-value.ts'
import { createRandom } from './random.ts'

/** How a public value stands in the evidence. */
export type Form = 'structured' | 'labelled' | 'unlabelled'

/** A public value in a text or in a record. */
export type Survivor = {
  readonly kind: PublicKind
  readonly form: Form
  readonly value: string
  /** A record, for `structured`; a line of a log otherwise. */
  readonly body: Readonly<Record<string, unknown>> | string
}

const time = '2026-11-20T08:00:00.000Z'

function labelledBody(label: string, value: string, style: number): string {
  if (style === 0) return `${time} info settle: ${label}=${JSON.stringify(value).slice(1, -1)} done`
  if (style === 1) return `${time} info settle ${label}: ${value}`
  return JSON.stringify({ level: 30, msg: 'settled', [label]: value })
}

/**
 * Public values of every kind in every form. The unlabelled ones of dense kinds stand in records of the same
 * bundle, too, as they do in practice: `records` are what the redactor learns first.
 */
export function survivorsOf(
  seed: string,
  perKind: number,
): {
  readonly survivors: readonly Survivor[]
  readonly records: readonly Readonly<Record<string, unknown>>[]
} {
  const survivors: Survivor[] = []
  const records: Readonly<Record<string, unknown>>[] = []
  for (const kind of [...denseKinds, ...plainKinds]) {
    const random = createRandom(`${seed}/public/${kind.name}`)
    for (let index = 0; index < perKind; index += 1) {
      if (kind.field !== undefined) {
        const value = kind.make(random)
        survivors.push({
          kind,
          form: 'structured',
          value,
          body: { network: 'eip155:8453', [kind.field]: value },
        })
      }
      const labelled = kind.make(random)
      survivors.push({
        kind,
        form: 'labelled',
        value: labelled,
        body: labelledBody(random.pick(kind.labels), labelled, random.int(3)),
      })
      const bare = kind.make(random)
      if (kind.isDense && kind.field !== undefined)
        records.push({ network: 'eip155:8453', [kind.field]: bare })
      survivors.push({
        kind,
        form: 'unlabelled',
        value: bare,
        body: `${time} info worker: saw ${bare} again`,
      })
    }
  }
  return { survivors, records }
}
