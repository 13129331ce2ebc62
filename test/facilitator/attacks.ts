import {
  answered,
  health,
  noJson,
  notAsked,
  one,
  refused,
  seeing,
  spare,
  supported,
  target,
  usdc,
} from './build.ts'
import type { Case } from './case.ts'

const only = (pages: Parameters<typeof one>[0]) => seeing([one(pages)])
const page = answered(200, noJson, { body: 'html' })
const kinds = (...list: readonly { readonly version: number; readonly network: string }[]) =>
  only({
    open: answered(200, supported({ kinds: list.map((kind) => ({ ...kind, scheme: 'exact' })) })),
  })
const live1 = { version: 1, scheme: 'exact', network: 'eip155:8453', from: 'live 402' } as const
const asking = { verifyReachability: true }
const verdict = (isValid: boolean) => ({ isValid, reason: 'unauthorized' })
const ready = (word: string | null, name = 'redis', part = 'healthy') =>
  only({ ready: answered(200, health(word, part === '' ? [] : [{ name, word: part }])) })
const prices = [
  { route: 'quote', atomic: 10_000n, unit: usdc },
  { route: 'big', atomic: 1n, unit: { ...usdc, decimals: 18 } },
]

/** What somebody answered or configured to be taken for more than it is. */
export const attacks: readonly Case[] = [
  {
    name: 'warn: version 2 under the name of version 1, which servers compare letter by letter',
    seen: kinds({ version: 2, network: 'base' }),
    found: ['WARN FACILITATOR_KIND_OTHER_NAME'],
  },
  {
    name: 'warn: a network in capitals',
    seen: kinds({ version: 2, network: 'EIP155:8453' }),
    found: ['WARN FACILITATOR_KIND_OTHER_NAME'],
  },
  {
    name: 'warn: version 1 under the id of version 2',
    seen: kinds({ version: 1, network: 'eip155:8453' }),
    expected: { kinds: [live1] },
    found: ['WARN FACILITATOR_KIND_OTHER_NAME'],
  },
  {
    name: 'pass: both names of version 2, and a star',
    seen: kinds({ version: 2, network: 'base' }, { version: 2, network: 'eip155:*' }),
    found: [],
    also: ['PASS FACILITATOR_KIND_LISTED'],
  },
  {
    name: 'info: another facilitator lists it under the right name',
    seen: seeing([
      one({ open: answered(200, supported({ kinds: [{ version: 2, scheme: 'exact', network: 'base' }] })) }),
      one({ url: spare }),
    ]),
    expected: { targets: [target(), target({ url: spare })] },
    found: [],
    also: ['INFO FACILITATOR_KIND_OTHER_NAME', 'PASS FACILITATOR_KIND_LISTED'],
  },
  {
    name: 'unknown: a login page with 200 shows nothing about the credential',
    seen: only({ open: answered(401, notAsked), closed: page }),
    expected: { targets: [target({ credential: 'env:FACILITATOR_TOKEN' })] },
    found: ['FAIL FACILITATOR_NOT_JSON', 'UNKNOWN FACILITATOR_NOT_SEEN', 'UNKNOWN FACILITATOR_NOT_SEEN'],
  },
  {
    name: 'info: a site that answers every address is not ready',
    seen: only({ ready: answered(200, health(null), { body: 'html' }) }),
    found: [],
    also: ['INFO FACILITATOR_READY_UNCLEAR'],
  },
  {
    name: 'info: a word that nobody knows is not ready',
    seen: ready('ready', 'queue', 'draining'),
    found: [],
    also: ['INFO FACILITATOR_READY_UNCLEAR'],
  },
  {
    name: 'fail: a part that says no',
    seen: ready('ok', 'redis', 'false'),
    found: ['FAIL FACILITATOR_NOT_READY'],
  },
  ...[401, 403, 500, 502].map((status): Case => {
    const [found] = status < 500 ? ['UNKNOWN FACILITATOR_NEEDS_AUTH'] : ['UNKNOWN FACILITATOR_VERIFY_REFUSED']
    return {
      name: `unknown: a ${status} that says invalid is no verdict about the payment`,
      seen: only({ verify: answered(status, verdict(false)) }),
      expected: asking,
      found: [found ?? ''],
    }
  }),
  {
    name: 'unknown: a limit that says invalid',
    seen: only({ verify: answered(429, verdict(false)) }),
    expected: asking,
    found: ['UNKNOWN FACILITATOR_LIMITED'],
  },
  {
    name: 'unknown: a broken server that says valid',
    seen: only({ verify: answered(500, verdict(true)) }),
    expected: asking,
    found: ['UNKNOWN FACILITATOR_VERIFY_REFUSED'],
  },
  {
    name: 'pass: only prices that were compared are counted',
    seen: seeing(),
    expected: { targets: [target({ minimum: { atomic: 1000n, from: 'known' } })], prices },
    found: [],
    also: ['PASS FACILITATOR_MINIMUM_OK'],
  },
  {
    name: 'unknown: who lists it under another name while the other one is down',
    seen: seeing([
      one({ open: answered(200, supported({ kinds: [{ version: 2, scheme: 'exact', network: 'base' }] })) }),
      one({ url: spare, open: [refused, refused, refused], ready: refused, health: refused }),
    ]),
    expected: { targets: [target(), target({ url: spare })] },
    found: [
      'WARN FACILITATOR_KIND_OTHER_NAME',
      'FAIL FACILITATOR_DOWN',
      ...Array.from({ length: 6 }, () => 'UNKNOWN FACILITATOR_NOT_SEEN'),
    ],
  },
]
