/** How the number of a rule is made. Names are those of the numbers of the metrics page. */
export type Measure =
  /** Percent: what was counted of `part`, of the first of `of` that the page tells. */
  | { readonly kind: 'share'; readonly part: string; readonly of: readonly string[] }
  /** Seconds: a quantile of what was observed in the window. */
  | { readonly kind: 'quantile'; readonly of: string; readonly share: number }
  /** A number that stands on the page. */
  | { readonly kind: 'gauge'; readonly of: string }
  /** Percent: one gauge of another. */
  | { readonly kind: 'gauge-share'; readonly part: string; readonly of: string }
  /** What was counted; over more than `perSeconds`, as much as falls on so many. */
  | { readonly kind: 'count'; readonly of: string; readonly perSeconds?: number }
  /** Percent: the worst family of networks. */
  | { readonly kind: 'worst-share'; readonly part: string; readonly of: string }
  /** What rose while `flat` did not move; not decided while `flat` moves not and little rose. */
  | { readonly kind: 'flat'; readonly flat: string; readonly rising: string }
  /** Percent of `of` that `by` does not explain. */
  | { readonly kind: 'unexplained'; readonly of: string; readonly by: string }
  /** What was counted of `of` while people who pay were limited, or everything was slower than `slowMs`; else 0. */
  | {
      readonly kind: 'with-harm'
      readonly of: string
      readonly limited: string
      readonly slow: string
      readonly slowMs: number
    }
  /** 1 when the page does not answer. */
  | { readonly kind: 'down' }
  /** How many payments of these classes the last reconciles of this profile have. */
  | { readonly kind: 'classes'; readonly names: readonly string[] }
  /** How many findings of these codes the last runs of a room have. */
  | { readonly kind: 'findings'; readonly room: string; readonly codes: readonly string[] }
  /** A number of the books, by its name in `BookFacts`. */
  | { readonly kind: 'books'; readonly of: BookNumber }

/** What the cases of a reconcile tell. */
export type BookNumber =
  | 'limitedPayers'
  | 'errorRiseSinceDeploy'
  | 'unrecordedSinceDeploy'
  | 'newPayers'
  | 'largestAmount'
  | 'spike'

/** A rule as it stands in the table. Over `warn` it warns, over `fail` it fails; exactly on them it does neither. */
export type Rule = {
  readonly code: string
  /** What is measured, in a few words. */
  readonly about: string
  /** The first measure that can be taken. */
  readonly measure: readonly Measure[]
  readonly unit: '%' | 's' | 'ms' | ''
  readonly warn: number | null
  readonly fail: number | null
  /** Fewer attempts than this say nothing. */
  readonly minimum: number
  /** For how long it must hold, beyond two windows. */
  readonly heldMs?: number
  /** A warning that held for so many windows is a failure. */
  readonly failAfter?: number
  /** `self-hosted`: for who runs a facilitator; `optional`: off unless it is switched on. */
  readonly set: 'standard' | 'self-hosted' | 'optional'
}
