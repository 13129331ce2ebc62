/** Why a rule says nothing: too few attempts, or not seen. */
export type Blindness = 'few' | 'unseen'

/** One reading of a rule. A number lies between `value` and `upTo` (null = no end), which are one where it is exact. */
export type Reading =
  | {
      readonly kind: 'number'
      readonly at: string
      readonly value: number
      readonly upTo: number | null
      readonly of: number | null
    }
  | {
      readonly kind: 'blind'
      readonly at: string
      readonly reason: Blindness
      readonly why: string
    }

/** An exact number. */
export function exactly(at: string, value: number, of: number | null = null): Reading {
  return { kind: 'number', at, value, upTo: value, of }
}

/** Nothing was seen. */
export function unseen(at: string, why: string): Reading {
  return { kind: 'blind', at, reason: 'unseen', why }
}

/** Fewer attempts than a rule needs. */
export function tooFew(at: string, count: number, minimum: number): Reading {
  const shown = Number(count.toFixed(2))
  return { kind: 'blind', at, reason: 'few', why: `${shown} in this window, ${minimum} are needed` }
}
