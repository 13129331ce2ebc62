import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { findNetwork, findToken } from '../../networks/lookup.ts'
import type { Terms } from '../../x402/challenge.ts'
import { finding } from '../catalog.ts'
import { judgeEntries, notCompared, paysOf } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { signsForToken } from '../signs.ts'
import { type Entry, placeOf, type RouteView, routeViews, subjectOf } from '../view.ts'

type Domain = { readonly name: string; readonly version: string }

function domainOf(terms: Terms, expected: MatrixExpected): Domain | null {
  const configured = paysOf(expected, terms)?.eip712
  if (configured !== undefined && configured !== null) return configured
  const network = terms.network === null ? undefined : findNetwork(terms.network)
  if (network === undefined || terms.asset === null) return null
  return findToken(network, terms.asset)?.eip712 ?? null
}

function judgeEntry(view: RouteView, entry: Entry, expected: MatrixExpected): readonly Finding[] {
  const { terms } = entry
  const domain = signsForToken(terms) ? domainOf(terms, expected) : null
  const { name, version } = terms.eip712
  if (domain === null || (name === domain.name && version === domain.version)) return []
  return (['name', 'version'] as const).flatMap((field) => {
    const got = terms.eip712[field]
    if (got === domain[field]) return []
    const args = {
      route: placeOf(view, entry),
      field,
      expected: `"${domain[field]}"`,
      got: got === null ? 'nothing' : `"${safe(got, 80)}"`,
    }
    const part = entry.label === '' ? field : `${entry.label} ${field}`
    return [finding('WRONG_EIP712_NAME', subjectOf(view, part), args, [view.look])]
  })
}

/** Whether payers are told to sign for the domain that the token really has. */
export const eip712: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.eip712',
  question: 'Would a signature made from these terms be valid for the token?',
  judge: (seen, expected) => {
    const unknown = routeViews(seen, expected)
      .filter((view) =>
        view.entries.some(({ terms }) => signsForToken(terms) && domainOf(terms, expected) === null),
      )
      .map((view) => view.route.id)
    const judged = judgeEntries('EIP-712 domain', seen, expected, (view, entry) =>
      judgeEntry(view, entry, expected),
    )
    return unknown.length === 0 ? judged : [...judged, notCompared("the token's EIP-712 domain", unknown)]
  },
}
