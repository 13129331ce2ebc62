import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { findNetwork } from '../../networks/lookup.ts'
import { timingOf } from '../../networks/timing.ts'
import { finding } from '../catalog.ts'
import { judgeEntries, notChosen } from '../compare.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type Entry, placeOf, type RouteView, subjectOf } from '../view.ts'

/** About how long a Solana transaction lives: 150 blocks of 0.4 s and some that are skipped. */
const blockhashSeconds = 90

function judgeTime(view: RouteView, { label, terms }: Entry): readonly Finding[] {
  const { network, maxTimeoutSeconds: seconds } = terms
  if (network === null || seconds === null) return []
  const route = placeOf(view, { label, terms } as Entry)
  const subject = subjectOf(view, label)
  if (network.startsWith('solana:'))
    return seconds > blockhashSeconds
      ? [finding('TIMEOUT_BEYOND_BLOCKHASH', subject, { route, seconds }, [view.look])]
      : []
  const timing = timingOf(network)
  const atLeast = timing.settleTimeoutMs / 1000
  // A figure that is our own guess is no reason to complain.
  if (timing.assumed.includes('settleTimeoutMs') || seconds >= atLeast) return []
  const args = { route, seconds, atLeast, network: findNetwork(network)?.name ?? safe(network, 60) }
  return [finding('TIMEOUT_BELOW_CHAIN', subject, args, [view.look])]
}

function judgeEntry(view: RouteView, entry: Entry): readonly Finding[] {
  const subject = subjectOf(view, entry.label)
  const route = placeOf(view, entry)
  const { transfer, paymentFlow } = entry.terms
  return [
    ...judgeTime(view, entry),
    ...(transfer === 'permit2' ? [finding('PERMIT2_OFFERED', subject, { route }, [view.look])] : []),
    ...(paymentFlow === null
      ? []
      : [finding('FLOW_SHOWN', subject, { route, flow: safe(paymentFlow, 60) }, [view.look])]),
  ]
}

function judgeRoute(view: RouteView): readonly Finding[] {
  const offers = [...new Set(view.entries.map(({ offer }) => offer))]
  const absent = (key: 'description' | 'mimeType') => offers.every((offer) => offer[key] === null)
  const fields = (['description', 'mimeType'] as const).filter(absent)
  const networks = [...new Set(view.entries.map(({ terms }) => terms.network ?? 'no network'))]
  const [only] = networks
  const args = { route: view.name, fields }
  return [
    ...(fields.length === 0 ? [] : [finding('DESCRIPTION_MISSING', subjectOf(view), args, [view.look])]),
    ...(networks.length !== 1 || only === undefined
      ? []
      : [
          finding(
            'SINGLE_NETWORK',
            subjectOf(view),
            { route: view.name, got: safe(findNetwork(only)?.name ?? only, 80) },
            [view.look],
          ),
        ]),
  ]
}

/** Advice on terms that are right. Only with `--lint`. */
export const lint: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.lint',
  question: 'Could the terms be better?',
  judge: (seen, expected) => {
    if (expected.options.lint !== true) return [notChosen('advice on the terms', '--lint')]
    return judgeEntries('term to advise on', seen, expected, (view, entry) => [
      ...(entry === view.entries[0] ? judgeRoute(view) : []),
      ...judgeEntry(view, entry),
    ])
  },
}
