import { type BlindKind, couldNotSee, type Observation, saw } from '../../src/core/observation.ts'
import type {
  Answer,
  FacilitatorExpected,
  FacilitatorSeen,
  HealthSaid,
  Looks,
  NonceLook,
  SignerSeen,
  Supported,
  SupportedSaid,
  Target,
  TargetSeen,
  VerifySaid,
} from '../../src/facilitator/shapes.ts'

export const url = 'https://pay.example/x402'
export const spare = 'https://spare.example'
const at = '2026-11-21T07:40:02.000Z'
const look = { at, source: 'http', ref: `GET ${url}` }
const base = 'eip155:8453'
export const usdc = {
  ...{ decimals: 6, symbol: 'USDC', network: base },
  asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
}

export function target(over: Partial<Target> = {}): Target {
  const host = new URL(over.url ?? url).host
  return {
    ...{ url, label: over.url ?? url, host, credential: null, header: 'authorization' },
    ...{ minimum: null, signerLow: {} },
    ...over,
  }
}

export const expected: FacilitatorExpected = {
  targets: [target()],
  kinds: [{ version: null, scheme: 'exact', network: base, from: 'profile' }],
  prices: [{ route: 'quote', atomic: 10_000n, unit: usdc }],
  terms: [{ network: base, asset: usdc.asset, name: 'USD Coin', version: '2' }],
  relayers: [],
  latencyWarnMs: 500,
  mostPending: 16,
  timeoutMs: 10_000,
  maxBodyBytes: 1_048_576,
  verifyReachability: false,
}

/** An answer of an ordinary facilitator to a page whose body means `said`. */
export function answered<Said>(
  status: number,
  said: Said,
  over: Partial<Answer<Said>> = {},
): Observation<Answer<Said>> {
  return saw(look, {
    ...{ status, totalMs: 84, body: 'json', bodyCut: false, location: null, rate: null, retryAfterMs: null },
    ...{ said, ...over },
  })
}

export function failed(kind: BlindKind, detail: string, code?: string): Observation<never> {
  return couldNotSee(look, kind, detail, code)
}

export const refused = failed('connect', 'pay.example refused the connection', 'ECONNREFUSED')
export const hung = failed('deadline', 'pay.example did not answer within 10 s')

export const fine: Supported = {
  kinds: [
    { version: 2, scheme: 'exact', network: base },
    { version: 1, scheme: 'exact', network: 'base' },
  ],
  ...{ extensions: ['bazaar'], signers: [], odd: 0, more: 0 },
}

export function supported(over: Partial<Supported> = {}): SupportedSaid {
  return { kind: 'supported', value: { ...fine, ...over } }
}

export const notAsked: SupportedSaid = { kind: 'not-asked' }
export const noJson: SupportedSaid = { kind: 'not-json' }
export const health = (word: string | null, parts: HealthSaid['parts'] = []): HealthSaid => ({ word, parts })

type Some<Said> = Observation<Answer<Said>> | readonly Observation<Answer<Said>>[]
const looks = <Said>(some: Some<Said>): Looks<Said> => ({ looks: [some].flat() as Looks<Said>['looks'] })

type Pages = {
  readonly url?: string
  readonly open?: Some<SupportedSaid>
  readonly closed?: Some<SupportedSaid>
  readonly health?: Some<HealthSaid>
  readonly ready?: Some<HealthSaid>
  readonly verify?: Some<VerifySaid>
}

/** A facilitator that is fine, but for the pages given. */
export function one(pages: Pages = {}): TargetSeen {
  return {
    url: pages.url ?? url,
    open: looks(pages.open ?? answered(200, supported())),
    closed: pages.closed === undefined ? null : looks(pages.closed),
    health: looks(pages.health ?? answered(404, health(null))),
    ready: looks(pages.ready ?? answered(200, health('ready', [{ name: 'redis', word: 'healthy' }]))),
    verify: pages.verify === undefined ? null : { ...looks(pages.verify), network: base, version: 2 },
  }
}

/** What the room saw of some facilitators; of one that is fine when nothing is given. */
export function seeing(
  facilitators: readonly TargetSeen[] = [one()],
  signers: readonly SignerSeen[] = [],
  signersLeft = 0,
): FacilitatorSeen {
  return { at, facilitators, signers, signersLeft }
}

export const nonce = (latest: number, pending: number, second = 0): Observation<NonceLook> => {
  const when = `2026-11-21T07:40:${String(10 + second).padStart(2, '0')}.000Z`
  return saw(
    { at: when, source: 'rpc.example', ref: 'eth_getTransactionCount' },
    { at: when, latest, pending },
  )
}

/** A signer with plenty of gas and nothing waiting. */
export function signer(over: Partial<SignerSeen> = {}): SignerSeen {
  return {
    ...{ address: `0x${'ab'.repeat(20)}`, network: base, urls: [url] },
    balance: saw({ at, source: 'rpc.example', ref: 'eth_getBalance' }, 10n ** 18n),
    nonces: [nonce(7, 7)],
    ...over,
  }
}

export const gas = (wei: bigint): SignerSeen['balance'] =>
  saw({ at, source: 'rpc.example', ref: 'eth_getBalance' }, wei)
