import type { Row } from '../shapes.ts'
import { exposureRows } from './exposure.ts'
import { moneyRows } from './money.ts'
import { serviceRows } from './service.ts'
import { termsRows } from './terms.ts'

/**
 * The table in its order. Of the rows that are met the first of those that ask for most decides, so that a row to be
 * considered never hides one below it that came to say off; row 17 is looked at before all others, because
 * switching off may open everything. Row 18 is no row of its own: it is what is left when none is met.
 */
export const table: readonly Row[] = [
  ...[exposureRows.signingKey, termsRows.wrongTerms, moneyRows.phantom, exposureRows.credential],
  ...[moneyRows.orphans, serviceRows.authRefused, moneyRows.failing, serviceRows.notReady],
  ...[moneyRows.notDelivered, moneyRows.noResponse, moneyRows.replayed, serviceRows.chainGone],
  ...[
    termsRows.recipient,
    termsRows.wrongDetails,
    moneyRows.isolated,
    serviceRows.warnings,
    termsRows.servedFree,
  ],
]
