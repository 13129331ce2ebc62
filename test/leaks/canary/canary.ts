/**
 * A secret that was planted. `name` is the variable it stands in, `line` how it looks in the wild, `needles` what
 * must not be found in any encoding. `looks` says where it must be hidden by its looks alone, when nobody knows it:
 * on every screen, or only in a bundle, where keys are derived and dense text is refused.
 */
export type Canary = {
  readonly kind: string
  readonly name: string
  readonly value: string
  readonly line: string
  readonly needles: readonly string[]
  readonly looks: 'screen' | 'bundle'
  /** A piece of this many characters is a leak; 12 when left out. Words of prose need more. */
  readonly piece?: number
}
