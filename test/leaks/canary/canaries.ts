import type { Canary } from './canary.ts'
import { keyKinds } from './kinds-keys.ts'
import { httpKinds, paymentKinds } from './kinds-payments.ts'
import { tokenKinds, urlKinds } from './kinds-tokens.ts'

/** One secret of every kind, made from a seed: other seeds give other secrets. */
export function canariesOf(seed: string): readonly Canary[] {
  return [
    ...keyKinds(seed),
    ...paymentKinds(seed),
    ...httpKinds(seed),
    ...urlKinds(seed),
    ...tokenKinds(seed),
  ].map((canary) => ({ ...canary, kind: `${seed} ${canary.kind}` }))
}

/** Secrets of this machine: they stand in its environment, so every output must hide them in every form. */
export const own = canariesOf('own')

/** Secrets of others, that no place of this machine names: a payer's key in a record, a token in an error page. */
export const strangers = canariesOf('stranger')

/** Secrets that stand in nothing but `./.env` of the working folder: a bundle must hide them without their label. */
export const fromDotEnv = canariesOf('dot-env')
