import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { compareResource } from '../../src/matrix/checks/resource.ts'
import { urlOf, variantRequests } from '../../src/matrix/requests.ts'
import { retryAfterMs } from '../../src/matrix/retry-after.ts'
import { matrix } from '../../src/matrix/room.ts'
import { routeRows } from '../../src/matrix/rows.ts'
import type { MatrixSeen } from '../../src/matrix/shapes.ts'
import { header } from '../x402/wire.ts'
import { asked, baseUrl, expecting, requirement, route, seeing, v1, v2 } from './fixtures.ts'

const value = fc.oneof(
  fc.constantFrom(
    'eip155:8453',
    'base',
    'exact',
    requirement.asset,
    requirement.payTo,
    '10000',
    '',
    '\u001b[2J',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
)
const terms = fc.dictionary(
  fc.constantFrom(...Object.keys(requirement), 'maxAmountRequired', 'resource'),
  value,
)
const envelope = fc.oneof(
  fc.record({ x402Version: fc.constantFrom(1, 2, 3, '2', null), accepts: fc.array(terms, { maxLength: 4 }) }),
  fc.constantFrom(v1(), v2(requirement)),
  fc.jsonValue({ maxDepth: 3 }),
)
const answer = fc.record({
  status: fc.constantFrom(200, 302, 402, 402, 402, 412, 429, 500, 503),
  head: fc.oneof(envelope.map(header), fc.string({ unit: 'binary' })),
  body: fc.oneof(
    envelope.map((json) => JSON.stringify(json)),
    fc.string({ unit: 'binary' }),
  ),
  other: fc.dictionary(
    fc.constantFrom('retry-after', 'location', 'www-authenticate', 'x-circuit-state', 'cache-control'),
    fc.string({ unit: 'binary' }),
  ),
})

// C0 and C1 controls, zero-width and bidirectional characters: what `safe` makes visible.
const isHostile = (character: string) => {
  const code = character.codePointAt(0) ?? 0
  return code < 32 || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e)
}

test('whatever a server answers: no throw, no raw control character, same verdict from a saved run', () => {
  fc.assert(
    fc.property(answer, ({ status, head, body, other }) => {
      const unpaid = asked(status, { ...other, 'payment-required': head }, body)
      const seen = seeing({ unpaid })
      const judged = judgeRoom(matrix, seen, expecting())
      expect(judgeRoom(matrix, unfreeze(freeze(seen)) as MatrixSeen, expecting())).toEqual(judged)
      const rows = routeRows(seen, expecting(), judged.findings)
      const shown = [...judged.findings.map((found) => found.text), ...rows.flatMap(Object.values)].join('')
      expect([...shown].filter(isHostile)).toEqual([])
    }),
    { numRuns: 400 },
  )
})

test('only the exact terms pass: any other recipient, amount, network or token is a FAIL', () => {
  const other = fc.record({
    key: fc.constantFrom('payTo', 'amount', 'network', 'asset'),
    value: fc.oneof(fc.string(), fc.constantFrom('0x00', '9999', 'eip155:1', '10000.0', '0x2710')),
  })
  fc.assert(
    fc.property(other, ({ key, value: changed }) => {
      const same =
        changed.toLowerCase() === String(requirement[key as 'payTo']).toLowerCase() || changed === 'base'
      fc.pre(!same)
      const unpaid = asked(402, { 'payment-required': header(v2({ ...requirement, [key]: changed })) })
      const { findings } = judgeRoom(matrix, seeing({ unpaid }), expecting())
      expect(
        findings.filter((found) => found.verdict === 'FAIL' && !found.code.startsWith('CORS')),
      ).not.toEqual([])
    }),
  )
})

test('a path never leaves the base origin', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webPath(),
        fc.string(),
        fc.constantFrom('//evil.test/', '@evil', '\\\\evil', 'http://evil'),
      ),
      (path) => {
        const url = urlOf(baseUrl, path)
        if (URL.canParse(url)) expect(new URL(url).origin).toBe(baseUrl)
        const asking = { baseUrl, timeoutMs: 1, origin: null }
        for (const [, request] of variantRequests(asking, { ...route, path }))
          if (URL.canParse(request.url)) expect(new URL(request.url).origin).toBe(baseUrl)
      },
    ),
  )
})

test('comparing URLs and waits never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), fc.oneof(fc.webUrl(), fc.string()), (one, other) => {
      const difference = compareResource(one, other)
      if (URL.canParse(one) && one === other) expect(difference).toBeNull()
      const waitMs = retryAfterMs([['retry-after', one]], new Date(0))
      expect(waitMs === null || waitMs >= 0).toBe(true)
    }),
  )
})
