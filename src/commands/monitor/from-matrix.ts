import type { FacilitatorOptions } from '../../facilitator/room.ts'
import { routeViews } from '../../matrix/view.ts'
import type { Advertised } from '../../recipient/expect.ts'
import { liveTerms } from '../facilitator-live.ts'
import type { MatrixRun } from '../matrix-run.ts'

/** The kinds and prices of the live 402s of this run, for its facilitators; nothing when the matrix was not run. */
export function termsIn(matrix: MatrixRun | null): FacilitatorOptions {
  if (matrix === null) return {}
  const { live, livePrices } = liveTerms(matrix.part.seen, matrix.part.expected, null)
  return { live, livePrices }
}

/** The receiving addresses that the live 402s of this run name. */
export function advertisedIn(matrix: MatrixRun | null): readonly Advertised[] {
  if (matrix === null) return []
  return routeViews(matrix.part.seen, matrix.part.expected).flatMap(({ entries }) =>
    entries.flatMap(({ terms: { network, asset, payTo } }) =>
      network === null || asset === null || payTo === null ? [] : [{ network, asset, payTo }],
    ),
  )
}
