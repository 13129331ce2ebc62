import type { FacilitatorOptions } from '../facilitator/room.ts'
import type { WantedKind, WantedPrice } from '../facilitator/shapes.ts'
import { amountIn } from '../matrix/compare.ts'
import type { MatrixExpected, MatrixSeen } from '../matrix/shapes.ts'
import { routeViews } from '../matrix/view.ts'
import type { SavedRun } from '../runs/run.ts'
import type { CommandContext } from './command.ts'
import type { Running } from './run-parts.ts'

/** What live 402s ask for, and from when it is. */
export type LiveTerms = Required<Pick<FacilitatorOptions, 'live' | 'livePrices'>> & {
  readonly at: string | null
}

/** After a day a price list says little about the one of now. */
const longestMs = 86_400_000

/** The kinds and prices that the 402s of a matrix ask for. */
export function liveTerms(seen: MatrixSeen, expected: MatrixExpected, at: string | null): LiveTerms {
  const kinds = new Map<string, WantedKind>()
  const prices: WantedPrice[] = []
  for (const view of routeViews(seen, expected)) {
    for (const { offer, terms } of view.entries) {
      const { scheme, network } = terms
      if (scheme === null || network === null) continue
      const version = offer.x402Version === 1 ? 1 : 2
      kinds.set(`${version} ${scheme} ${network}`, { version, scheme, network, from: 'live 402' })
      const amount = amountIn(expected, terms)
      if (amount === undefined) continue
      const { atomic, ...unit } = amount
      prices.push({ route: view.route.id, atomic, unit })
    }
  }
  return { live: [...kinds.values()], livePrices: prices, at }
}

function matrixOf({ document, rooms }: SavedRun): LiveTerms | null {
  const room = rooms.find((saved) => saved.room === 'matrix')
  if (room === undefined) return null
  try {
    return liveTerms(room.seen as MatrixSeen, room.expected as MatrixExpected, document.startedAt)
  } catch {
    // Saved by another version: what the profile says is enough.
    return null
  }
}

/**
 * What the newest saved matrix of this service saw, when it is at most a day old; null without one. Never rejects:
 * a store that cannot be read is as good as none.
 */
export async function savedLiveTerms(
  running: Running,
  { services, clock }: CommandContext,
): Promise<LiveTerms | null> {
  const { profile } = running
  try {
    const store = await services.store()
    const { runs } = await store.list(profile.name)
    const since = clock.now().getTime() - longestMs
    const newest = runs.find(
      ({ checks, target, startedAt }) =>
        target === profile.baseUrl &&
        Date.parse(startedAt) >= since &&
        checks.some(({ room, verdict }) => room === 'matrix' && verdict !== 'SKIP'),
    )
    return newest === undefined ? null : matrixOf(await store.load(profile.name, newest.runId))
  } catch {
    return null
  }
}
