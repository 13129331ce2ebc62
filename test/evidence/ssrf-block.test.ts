import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ssrfBlocks, ssrfBlocksOfCases, ssrfCodes } from '../../src/evidence/ssrf-block.ts'
import { orphanOf, reconcileRun } from './world.ts'

const orphan = orphanOf(reconcileRun(4000))

describe('targets that a guard refused', () => {
  const key = new Uint8Array(32).fill(1)
  const url = 'https://user:CANARY-pass@Internal.Example:8443/admin?token=CANARY-token'
  const blocks = (...lines: readonly string[]) =>
    ssrfBlocks([{ path: 'included/01.ndjson', parts: () => [lines.join('\n')] }], key)

  test('a line of JSON', () => {
    const line = {
      level: 40,
      reqId: 'req-7',
      route: '/fetch?u=CANARY',
      status: 400,
      code: 'SSRF_BLOCKED',
      url,
    }
    const [block] = blocks('', JSON.stringify(line))
    expect(block).toEqual({
      route: '/fetch',
      requestId: 'req-7',
      status: 400,
      code: 'SSRF_BLOCKED',
      hostTag: expect.stringMatching(/^[0-9a-f]{12}$/),
      seenIn: 'included/01.ndjson:2',
    })
  })

  test('a plain line with named values', () => {
    const line = `2026-11-21T07:40:02Z WARN ssrf blocked url=${url} route="/fetch?u=CANARY" request_id=req-8 status=403`
    expect(blocks(line)).toEqual([
      {
        route: '/fetch',
        requestId: 'req-8',
        status: 403,
        code: 'SSRF_BLOCKED',
        hostTag: expect.stringMatching(/^[0-9a-f]{12}$/),
        seenIn: 'included/01.ndjson:1',
      },
    ])
  })

  test.each<[string, string]>([
    ['nested in err', JSON.stringify({ err: { code: 'unsafe_url', statusCode: 400 }, req: { url } })],
    ['in a message', JSON.stringify({ msg: `refused ${url}: private address` })],
    ['plain text', `WARN ssrf-blocked target=${url} route=/fetch`],
    ['a torn line', `{"code":"PRIVATE_IP","url":"${url}`],
    ['a field that names the host', JSON.stringify({ error: 'Blocked host', host: 'INTERNAL.example' })],
  ])('%s: the same host has the same tag, in whatever form it stands', (_name, line) => {
    const [reference] = blocks(JSON.stringify({ code: 'SSRF_BLOCKED', url: 'http://internal.example/' }))
    const [block, ...more] = blocks(line)
    expect(more).toEqual([])
    expect(block?.hostTag).toBe(reference?.hostTag)
    expect(JSON.stringify(block)).not.toMatch(/CANARY|internal/i)
  })

  test('under another key the same host has another tag', () => {
    const line = [{ path: 'a', parts: () => [`SSRF_BLOCKED ${url}`] }]
    expect(ssrfBlocks(line, key)[0]?.hostTag).not.toBe(ssrfBlocks(line, new Uint8Array(32))[0]?.hostTag)
  })

  test.each(ssrfCodes.map((code) => [code]))('%s is known', (code) => {
    expect(blocks(`x ${code.toLowerCase().replaceAll('_', '-')} y`)[0]?.code).toBe(code)
  })

  test.each([
    'HTTP 403 forbidden',
    '{"status":400,"code":"INVALID_INPUT"}',
    'PRIVATE_ADDRESSES are listed below',
    'myssrf_blockedx',
    '',
    '{"code":12}',
  ])('no block: %s', (line) => {
    expect(blocks(line)).toEqual([])
  })

  test('a payment that was not settled because of one', () => {
    const item = { ...orphan, facts: { ...orphan.facts, settleReason: `ssrf blocked: ${url}` } }
    const [line] = blocks(`ssrf blocked: ${url}`)
    expect(ssrfBlocksOfCases([item, orphan], () => 'GET /quote', key)).toEqual([
      {
        route: '/quote',
        requestId: 'req-alice',
        status: 402,
        code: 'SSRF_BLOCKED',
        hostTag: line?.hostTag,
        seenIn: `case ${orphan.caseId}`,
      },
    ])
    expect(line?.hostTag).toMatch(/^[0-9a-f]{12}$/)
  })

  test('nothing of a URL survives, whatever surrounds it', () => {
    const host = fc.stringMatching(/^[a-z]{3,8}canary[a-z]{3,8}$/)
    const before = fc.string({ maxLength: 20 })
    fc.assert(
      fc.property(host, before, fc.boolean(), (name, around, isJson) => {
        const target = `https://u:p@${name}.example:81/${name}?q=${name}`
        const line = isJson
          ? JSON.stringify({ code: 'SSRF_BLOCKED', target, reason: around, route: target, reqId: target })
          : `${around} SSRF_BLOCKED ${target}`
        expect(JSON.stringify(blocks(line))).not.toContain(name)
      }),
    )
  })

  test('time doubles at most when a line of nothing but beginnings doubles', () => {
    const took = (size: number) => {
      const text = 'https://a@'.repeat(size) + ' ssrf_'.repeat(size)
      const runs = Array.from({ length: 5 }, () => {
        const start = performance.now()
        ssrfBlocks([{ path: 'x', parts: () => [text] }], key)
        return performance.now() - start
      })
      return Math.min(...runs)
    }
    took(1000)
    expect(took(4000)).toBeLessThan(took(2000) * 4 + 20)
  })
})
