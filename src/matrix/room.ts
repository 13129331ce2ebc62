import type { Profile } from '../core/profile.ts'
import type { Room } from '../core/room.ts'
import type { TermsSnapshot } from '../runs/snapshot.ts'
import { catalog } from './catalog.ts'
import { agreement } from './checks/agreement.ts'
import { amount } from './checks/amount.ts'
import { answer } from './checks/answer.ts'
import { asset } from './checks/asset.ts'
import { caching } from './checks/caching.ts'
import { cors } from './checks/cors.ts'
import { drift } from './checks/drift.ts'
import { eip712 } from './checks/eip712.ts'
import { expectation } from './checks/expectation.ts'
import { garbage } from './checks/garbage.ts'
import { headerSize } from './checks/header-size.ts'
import { instances } from './checks/instances.ts'
import { latency } from './checks/latency.ts'
import { links } from './checks/links.ts'
import { lint } from './checks/lint.ts'
import { minimum } from './checks/minimum.ts'
import { network } from './checks/network.ts'
import { payTo } from './checks/pay-to.ts'
import { resource } from './checks/resource.ts'
import { routes } from './checks/routes.ts'
import { scheme } from './checks/scheme.ts'
import { spread } from './checks/spread.ts'
import { terms } from './checks/terms.ts'
import { timeout } from './checks/timeout.ts'
import { token } from './checks/token.ts'
import { variants } from './checks/variants.ts'
import { collectMatrix, type MatrixPlan, type MatrixPorts } from './collect.ts'
import type { MatrixExpected, MatrixOptions, MatrixRoute, MatrixSeen } from './shapes.ts'
import { whereAsked } from './where-asked.ts'

/** What a profile, the routes to ask and earlier terms mean for the matrix. Plain data, without secrets. */
export function expectMatrix(
  profile: Profile,
  routesToAsk: readonly MatrixRoute[],
  options: MatrixOptions,
  snapshot?: TermsSnapshot,
): MatrixExpected {
  const { baseUrl, pays, browserOrigins, thresholds, limits } = profile
  return {
    baseUrl,
    pays,
    routes: routesToAsk,
    browserOrigins,
    minTimeoutSeconds: thresholds.minTimeoutSeconds,
    minimumAtomic: thresholds.minimumAtomic,
    options,
    timeoutMs: limits.timeoutMs,
    concurrency: limits.concurrency,
    // What is asked again must still be answered, and be judged, within the deadline.
    lookAgainWithinMs: Math.max(0, limits.deadlineMs - limits.timeoutMs),
    ...(snapshot === undefined ? {} : { snapshot }),
  }
}

function planMatrix(expected: MatrixExpected): MatrixPlan {
  const { baseUrl, timeoutMs, browserOrigins, routes: asked, concurrency, options } = expected
  const named = options.identity === undefined ? {} : { identity: options.identity }
  return {
    asking: baseUrl === null ? null : { baseUrl, timeoutMs, origin: browserOrigins[0] ?? null, ...named },
    routes: asked,
    concurrency,
    variants: options.variants,
    garbage: options.probeGarbage,
    preflights: browserOrigins.length > 0 ? 'every route' : 'first route',
    lookAgainWithinMs: expected.lookAgainWithinMs ?? 0,
    samples: options.samples ?? 0,
    instances: options.instances ?? [],
    readsTokens: options.chain === true,
  }
}

/** Every paid route asked without paying, its terms against the expectation. */
export const matrix: Room<MatrixPlan, MatrixSeen, MatrixExpected, MatrixPorts> = {
  name: 'matrix',
  catalog,
  checks: [
    whereAsked(answer),
    // The one that says that there is none.
    routes,
    ...[
      terms,
      network,
      asset,
      payTo,
      amount,
      resource,
      eip712,
      timeout,
      scheme,
      minimum,
      agreement,
      caching,
      headerSize,
      cors,
      variants,
      garbage,
      spread,
      links,
      expectation,
      drift,
      instances,
      token,
      latency,
      lint,
    ].map(whereAsked),
  ],
  plan: planMatrix,
  collect: collectMatrix,
}
