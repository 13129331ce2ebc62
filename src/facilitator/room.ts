import type { Facilitator, Profile } from '../core/profile.ts'
import type { Room } from '../core/room.ts'
import { safe } from '../core/safe.ts'
import { catalog } from './catalog.ts'
import { auth } from './checks/auth.ts'
import { health } from './checks/health.ts'
import { kinds } from './checks/kinds.ts'
import { latency } from './checks/latency.ts'
import { limits } from './checks/limits.ts'
import { minimum } from './checks/minimum.ts'
import { reach } from './checks/reach.ts'
import { shape } from './checks/shape.ts'
import { signers } from './checks/signers.ts'
import { verify } from './checks/verify.ts'
import { collectFacilitator } from './collect.ts'
import { knownHost } from './known-hosts.ts'
import type {
  FacilitatorExpected,
  FacilitatorPlan,
  FacilitatorPorts,
  FacilitatorSeen,
  Target,
  WantedKind,
  WantedPrice,
} from './shapes.ts'

/** What a run adds to the profile: what live 402s ask for, gas keys of the operator, whether to ask `/verify`. */
export type FacilitatorOptions = {
  readonly live?: readonly WantedKind[]
  readonly livePrices?: readonly WantedPrice[]
  readonly relayers?: readonly string[]
  readonly verifyReachability?: boolean
}

const longestPublicSegment = 15

/** An address for people: the path stands only when no part of it is long enough to be a key. */
function labelOf(url: URL): string {
  const hidden = url.pathname.split('/').some((part) => part.length > longestPublicSegment)
  const path = url.pathname === '/' ? '' : url.pathname
  return safe(hidden ? `${url.origin}/***` : `${url.origin}${path}`, 200)
}

function targetOf({ url, auth: secret, header, minimumAtomic, signerLow }: Facilitator): Target {
  const parsed = new URL(url)
  const known = knownHost(parsed.hostname)?.minimumAtomic ?? null
  return {
    url,
    label: labelOf(parsed),
    host: safe(parsed.host, 100),
    credential: secret === null ? null : secret.label,
    header,
    minimum:
      minimumAtomic !== null
        ? { atomic: minimumAtomic, from: 'config' }
        : known === null
          ? null
          : { atomic: known, from: 'known' },
    signerLow,
  }
}

function kindsOf(profile: Profile, live: readonly WantedKind[]): readonly WantedKind[] {
  const configured = profile.pays.map(
    ({ network }): WantedKind => ({ version: null, scheme: 'exact', network, from: 'profile' }),
  )
  const key = ({ version, scheme, network }: WantedKind) => `${version} ${scheme} ${network}`
  // What a live 402 asks for says more than the profile: it names the version.
  const seen = new Set(live.map(({ scheme, network }) => `${scheme} ${network}`))
  const rest = configured.filter(({ scheme, network }) => !seen.has(`${scheme} ${network}`))
  return [...new Map([...live, ...rest].map((kind) => [key(kind), kind])).values()]
}

function pricesOf(profile: Profile, live: readonly WantedPrice[]): readonly WantedPrice[] {
  const known = new Set(live.map(({ route }) => route))
  const configured = profile.routes.flatMap(({ id, price }) => {
    if (price === null || known.has(id)) return []
    const { atomic, ...unit } = price
    return [{ route: id, atomic, unit }]
  })
  return [...live, ...configured]
}

/** What a profile, and what a run adds to it, mean for its facilitators. Plain data, without secrets. */
export function expectFacilitator(profile: Profile, options: FacilitatorOptions = {}): FacilitatorExpected {
  return {
    targets: (profile.facilitators ?? []).map(targetOf),
    kinds: kindsOf(profile, options.live ?? []),
    prices: pricesOf(profile, options.livePrices ?? []),
    terms: profile.pays.flatMap(({ network, unit, eip712 }) =>
      eip712 === null ? [] : [{ network, asset: unit.asset, ...eip712 }],
    ),
    relayers: options.relayers ?? [],
    latencyWarnMs: profile.thresholds.latencyWarnMs,
    mostPending: 16,
    timeoutMs: profile.limits.timeoutMs,
    maxBodyBytes: profile.limits.maxBodyBytes,
    verifyReachability: options.verifyReachability ?? false,
  }
}

/** Can the facilitators verify and settle what this service asks for? Reads only; nothing is ever settled. */
export const facilitator: Room<FacilitatorPlan, FacilitatorSeen, FacilitatorExpected, FacilitatorPorts> = {
  name: 'facilitator',
  catalog,
  checks: [reach, auth, shape, kinds, minimum, health, latency, limits, signers, verify],
  plan: (expected) => expected,
  collect: collectFacilitator,
}
