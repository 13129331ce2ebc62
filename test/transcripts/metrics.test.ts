import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serve } from '../leaks/desk.ts'
import { checkTranscript } from './transcript.ts'

let page: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  let looks = 0
  page = await serve((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.headers.authorization !== 'Bearer CANARY-admin-metrics-token') {
      response.writeHead(401).end('{"error":"unauthorized"}')
      return
    }
    const counted = {
      ...{ paidX402Calls: 5120, paymentRequiredCalls: 90_400 + 60 * looks, paidRouteErrors: 31 },
      ...{ rateLimitedCalls: 7000 + 100 * looks, botProbeCalls: 81_000 + 90 * looks, p95LatencyMs: 412 },
    }
    looks += 1
    response.end(JSON.stringify(counted))
  })
})
afterAll(() => page?.close())

test('metrics.md', async () => {
  const { written, played, printed } = await checkTranscript(
    join(import.meta.dirname, 'metrics/metrics.md'),
    {
      standIns: { 'http://127.0.0.1:40600': page.url },
      // Rates depend on how far apart the two looks really were.
      hide: [
        [/^(.* \+\d+) +[\d.]+$/gm, '$1 <rate>'],
        [/ {2,}/g, '  '],
      ],
    },
  )
  expect(played).toBe(written)
  const wide = printed.split('\n').filter((line) => line.length > 80 && !line.startsWith('$ '))
  expect(wide.filter((line) => /^[A-Z ]{4}|^2> /.test(line))).toEqual([])
})
