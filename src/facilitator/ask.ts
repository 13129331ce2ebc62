import type { Observation } from '../core/observation.ts'
import type { HttpRequest } from '../core/ports.ts'
import { keep } from './keep.ts'
import { readHealth, readSupported, readVerify } from './read.ts'
import type {
  Answer,
  FacilitatorExpected,
  FacilitatorPorts,
  Looks,
  SupportedSaid,
  Target,
  TargetSeen,
} from './shapes.ts'
import { questionFor, syntheticVerify } from './synthetic.ts'

const mostLooks = 3
const pauseMs = 1000
const longestPauseMs = 5000
/** Enough for hundreds of kinds; a health page needs far less. */
const mostSupportedBytes = 262_144
const mostPageBytes = 16_384

/** Failures that another look a second later cannot change. */
const finalKinds: readonly string[] = ['refused', 'aborted', 'not-supported', 'too-large']

type Looking = {
  readonly target: Target
  readonly expected: FacilitatorExpected
  readonly ports: FacilitatorPorts
  readonly signal: AbortSignal
}

type Read<Said> = (body: string, cut: boolean) => Said

type Page<Said> = {
  readonly method: 'GET' | 'POST'
  readonly path: '/supported' | '/health' | '/ready' | '/verify'
  readonly body?: string
  readonly withCredential: 'yes' | 'no'
  readonly most: number
  readonly read: Read<Said>
}

function requestFor<Said>({ target, expected, ports }: Looking, page: Page<Said>): HttpRequest {
  const token = page.withCredential === 'yes' ? ports.credential(target.url) : null
  const asKey = target.header === 'x-api-key' ? ({ tokenHeader: 'x-api-key' } as const) : {}
  return {
    method: page.method,
    url: `${target.url}${page.path}`,
    headers: {
      accept: 'application/json',
      ...(page.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(page.body === undefined ? {} : { body: page.body }),
    ...(token === null ? {} : { token, ...asKey }),
    timeoutMs: expected.timeoutMs,
    maxBodyBytes: Math.min(expected.maxBodyBytes, page.most),
    trust: 'operator',
  }
}

/** How long to wait before the next look; null when another look would say the same. */
function pauseAfter<Said>(look: Observation<Answer<Said>>, looks: number): number | null {
  if (!look.seen) {
    if (finalKinds.includes(look.why.kind) || look.why.code?.includes('CERT') === true) return null
    // A hanging server costs a whole time-out each time: two looks tell as much as three.
    return look.why.kind === 'deadline' && looks >= 2 ? null : pauseMs
  }
  const { status, retryAfterMs } = look.value
  if (status === 429) {
    // Doubling from a second where nobody says how long; a longer wait is not worth the run.
    const wait = retryAfterMs ?? pauseMs * 2 ** (looks - 1)
    return wait > longestPauseMs ? null : Math.max(pauseMs, wait)
  }
  if (status < 500) return null
  return Math.min(longestPauseMs, Math.max(pauseMs, retryAfterMs ?? 0))
}

async function once<Said>(looking: Looking, page: Page<Said>): Promise<Observation<Answer<Said>>> {
  const { ports, signal } = looking
  return keep(await ports.http.send(requestFor(looking, page), signal), page.read)
}

async function lookOnce<Said>(looking: Looking, page: Page<Said>): Promise<Looks<Said>> {
  return { looks: [await once(looking, page)] }
}

async function upToThrice<Said>(looking: Looking, page: Page<Said>): Promise<Looks<Said>> {
  const { ports, signal } = looking
  const looks: Observation<Answer<Said>>[] = []
  for (;;) {
    const look = await once(looking, page)
    looks.push(look)
    const pause = looks.length >= mostLooks ? null : pauseAfter(look, looks.length)
    if (pause === null || signal.aborted) return { looks }
    await ports.clock.sleep(pause, signal)
  }
}

const supportedPage = (withCredential: 'yes' | 'no'): Page<SupportedSaid> => ({
  ...{ method: 'GET', path: '/supported', withCredential, most: mostSupportedBytes },
  read: readSupported,
})

const healthPage = (path: '/health' | '/ready') =>
  ({ method: 'GET', path, withCredential: 'no', most: mostPageBytes, read: readHealth }) as const

function kindsIn({ looks }: Looks<SupportedSaid>) {
  const last = looks.at(-1)
  const said = last?.seen === true && last.value.status === 200 ? last.value.said : null
  return said?.kind === 'supported' ? said.value : null
}

async function askVerify(
  looking: Looking,
  pages: Pick<TargetSeen, 'open' | 'closed'>,
): Promise<TargetSeen['verify']> {
  const { expected, target } = looking
  if (!expected.verifyReachability) return null
  const supported = (pages.closed && kindsIn(pages.closed)) ?? kindsIn(pages.open)
  const question = supported === null ? null : questionFor(supported, expected.terms)
  if (question === null) return null
  const look = await once(looking, {
    method: 'POST',
    path: '/verify',
    body: syntheticVerify(question),
    withCredential: target.credential === null ? 'no' : 'yes',
    most: mostPageBytes,
    read: (body) => readVerify(body),
  })
  return { looks: [look], network: question.terms.network, version: question.version }
}

/**
 * Asks one facilitator: what it supports, without and with the credential, how it says it is, and, only when the
 * operator wants it, what it says to a payment that is none. Never asks it to settle. Never throws.
 */
export async function askTarget(
  target: Target,
  expected: FacilitatorExpected,
  ports: FacilitatorPorts,
  signal: AbortSignal,
): Promise<TargetSeen> {
  const looking = { target, expected, ports, signal }
  const withKey = target.credential !== null
  // Side by side: four pages of a host that hangs would take four time-outs one after another.
  const [closed, open, health, ready] = await Promise.all([
    withKey ? upToThrice(looking, supportedPage('yes')) : null,
    // With a credential its look is the one that counts, so the other needs no repetition.
    withKey ? lookOnce(looking, supportedPage('no')) : upToThrice(looking, supportedPage('no')),
    lookOnce(looking, healthPage('/health')),
    lookOnce(looking, healthPage('/ready')),
  ])
  const verify = await askVerify(looking, { open, closed })
  return { url: target.url, open, closed, health, ready, verify }
}

/** What a facilitator supports, by the look that counts; null when it did not say. */
export function supportedBy({ open, closed }: Pick<TargetSeen, 'open' | 'closed'>) {
  return (closed && kindsIn(closed)) ?? kindsIn(open)
}
