import type { Finding } from '../../core/finding.ts'
import type { Pays } from '../../core/profile.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { normalId, sameId } from '../../x402/fields.ts'
import { finding } from '../catalog.ts'
import { isInForce, judgeEntries, notCompared, paysOf } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type Entry, placeOf, type RouteView, routeViews, subjectOf } from '../view.ts'

const zeroAddress = /^0x0{40}$/

function addressesOf(pays: readonly Pays[]): string {
  const addresses = pays.flatMap((one) => one.payTo.map((payTo) => payTo.address))
  return addresses.length === 0 ? 'no address is configured' : [...new Set(addresses)].join(' or ')
}

// Why an address is wrong whatever is configured as right.
function wrongAnyway(got: string, expected: MatrixExpected): string | null {
  if (zeroAddress.test(normalId(got))) return 'nobody owns the zero address'
  const forbidden = expected.pays.some((pays) => pays.forbiddenPayTo.some((one) => sameId(one, got)))
  return forbidden ? 'the profile forbids this address' : null
}

function wrongHere(got: string, pays: Pays, at: string): string | null {
  if (pays.payTo.length === 0) return null
  const known = pays.payTo.filter((payTo) => sameId(payTo.address, got))
  if (known.length === 0) return 'it is not an address of the profile'
  return known.some((payTo) => isInForce(payTo, at)) ? null : 'the profile says it is not in force now'
}

function judgeEntry(view: RouteView, entry: Entry, expected: MatrixExpected): readonly Finding[] {
  const got = entry.terms.payTo
  if (got === null) return []
  const pays = paysOf(expected, entry.terms)
  const why = wrongAnyway(got, expected) ?? (pays === undefined ? null : wrongHere(got, pays, view.look.at))
  if (why === null && (pays !== undefined || isOurs(got, expected))) return []
  const args = { route: placeOf(view, entry), got: safe(got, 120) }
  const subject = subjectOf(view, entry.label)
  if (why !== null) {
    const right = addressesOf(pays === undefined ? expected.pays : [pays])
    return [finding('WRONG_PAYTO', subject, { ...args, expected: right, why }, [view.look])]
  }
  return [finding('EXTRA_PAYTO', subject, { ...args, expected: addressesOf(expected.pays) }, [view.look])]
}

// Without any configured address nothing can be called foreign.
function isOurs(got: string, expected: MatrixExpected): boolean {
  const ours = expected.pays.flatMap((pays) => pays.payTo)
  return ours.length === 0 || ours.some((payTo) => sameId(payTo.address, got))
}

function judgeExtensions(view: RouteView, expected: MatrixExpected): readonly Finding[] {
  const offers = view.challenge?.offers ?? []
  if (offers.every((offer) => offer.otherPayTo.length === 0)) return []
  const named = new Set(offers.flatMap((offer) => offer.otherPayTo))
  return [...named]
    .filter((got) => !isOurs(got, expected))
    .map((got) => {
      const subject = subjectOf(view, `extensions ${safe(got, 64)}`)
      const args = { route: view.name, expected: addressesOf(expected.pays), got: safe(got, 120) }
      return finding('EXTRA_PAYTO', subject, args, [view.look])
    })
}

// Without an expectation the routes can still be held against each other, per network.
function judgeUniform(views: readonly RouteView[]): readonly Finding[] {
  const byNetwork = new Map<string, Set<string>>()
  for (const { terms } of views.flatMap((view) => view.entries)) {
    if (terms.payTo === null || terms.network === null) continue
    const named = byNetwork.get(terms.network) ?? new Set()
    byNetwork.set(terms.network, named.add(normalId(terms.payTo)))
  }
  return [...byNetwork].flatMap(([network, named]) => {
    if (named.size < 2) return []
    const addresses = [...named].sort().map((address) => safe(address, 120))
    const subject = { kind: 'profile', id: `payTo on ${safe(network, 80)}` } as const
    return [finding('PAYTO_NOT_UNIFORM', subject, { addresses })]
  })
}

/** Whether the money goes to the operator's own addresses, in force at the time. */
export const payTo: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.pay-to',
  question: 'Does the money go to the right address?',
  judge: (seen, expected) => {
    const views = routeViews(seen, expected)
    const entries = judgeEntries('recipient', seen, expected, (view, entry) =>
      judgeEntry(view, entry, expected),
    )
    const extensions = views.flatMap((view) => judgeExtensions(view, expected))
    const isConfigured = expected.pays.some((pays) => pays.payTo.length > 0)
    const rest = isConfigured ? [] : [...judgeUniform(views), notCompared('the recipient (payTo)')]
    return [...entries, ...extensions, ...rest]
  },
}
