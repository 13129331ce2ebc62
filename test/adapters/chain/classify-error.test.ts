import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyError } from '../../../src/adapters/chain/classify-error.ts'

const asked = { from: 1000, to: 20_999 }
const alchemyRange = '[0x3e8, 0x7d0]'

describe('what a provider error asks us to do', () => {
  test.each([
    [
      'Alchemy, too much',
      -32602,
      `Log response size exceeded. No limit on requests with up to a 2K block range; this block range should work: ${alchemyRange}`,
      'range',
      [1000, 2000],
    ],
    [
      'Alchemy free',
      -32600,
      'eth_getLogs requests with up to a 10 block range; should work: [0x3e8, 0x3f1]',
      'range',
      [1000, 1009],
    ],
    [
      'Alchemy, a timeout that names a way out',
      -32000,
      `Query timeout exceeded. This range should work: ${alchemyRange}`,
      'range',
      [1000, 2000],
    ],
    [
      'Infura documented',
      -32005,
      `query returned more than 10000 results. Try with this block range ${alchemyRange}.`,
      'range',
      [1000, 2000],
    ],
    ['Infura, results only', -32005, 'query returned more than 10000 results', 'range', null],
    ['Infura observed', -32602, 'range 1000000 exceeds limit of 10000', 'range', [1000, 10_999]],
    ['QuickNode', -32614, 'eth_getLogs is limited to a 10,000 range', 'range', [1000, 10_999]],
    ['QuickNode rate', -32007, '50/second request limit reached', 'rate', null],
    ['a batch of Alchemy', 429, '', 'rate', null],
    ['Alchemy compute units', null, 'exceeded its compute units per second capacity', 'rate', null],
    ['proxyd rate', -32016, 'over rate limit', 'rate', null],
    ['proxyd timeout', -32015, 'gateway timeout', 'transient', null],
    ['Base without backends', -32011, 'no backend is currently healthy to serve traffic', 'transient', null],
    ['Base range', -32000, 'block range too large', 'range', null],
    ['OP mainnet range', -32062, 'Block range is too large', 'range', null],
    ['OP mainnet size', -32062, 'backend response too large', 'range', null],
    ['Ankr', -32600, 'block range is too wide', 'range', null],
    ['dRPC free', null, 'ranges over 10000 blocks are not supported on freetier', 'range', [1000, 10_999]],
    ['reth blocks', -32602, 'query exceeds max block range 10000', 'range', [1000, 10_999]],
    [
      'reth logs',
      -32602,
      'query exceeds max results 20000, retry with the range 1000-1500',
      'range',
      [1000, 1500],
    ],
    ['reth logs, bare', -32602, 'query exceeds 20000 logs', 'range', null],
    ['geth-like', -32000, 'exceed maximum block range: 5000', 'range', [1000, 5999]],
    ['publicnode', -32701, 'exceed maximum block range: 10000', 'range', [1000, 10_999]],
    ['BSC, disabled', -32005, 'limit exceeded', 'method', null],
    ['head lag, spec', -32602, 'block range extends beyond current head block', 'behind', null],
    [
      'head lag, reth',
      -32000,
      'block range extends beyond current head block: requested 120, head 100',
      'behind',
      null,
    ],
    ['head lag, erigon', -32000, 'end (120) is beyond latest executed block 100', 'behind', null],
    ['filter gone, reth', -32602, 'filter not found', 'final', null],
    ['filter gone, Alchemy', -32600, 'filter not found', 'final', null],
    ['no such method', -32601, 'the method eth_getLogs does not exist/is not available', 'method', null],
    ['rate before limit', -32005, 'daily request count exceeded, request rate limited', 'rate', null],
    ['bad key', -32000, 'invalid api key', 'auth', null],
    ['key in words only', null, 'Must be authenticated!', 'auth', null],
    ['reverted', 3, 'execution reverted', 'final', null],
    ['old state', -32000, 'missing trie node 00ff', 'final', null],
    ['unknown words, server code', -32050, 'flux capacitor', 'transient', null],
    ['unknown words, no code', null, 'flux capacitor', 'final', null],
    ['range by code alone', -32701, '', 'range', null],
  ] as const)('%s', (_name, code, message, kind, suggestion) => {
    const found = classifyError({ code, message }, asked)
    expect(found.kind).toBe(kind)
    expect(found.suggestion ?? null).toEqual(
      suggestion === null ? null : { from: suggestion[0], to: suggestion[1] },
    )
  })

  test('reads the range that Infura puts into data', () => {
    const data = { from: '0x3e8', to: '0x7d0', limit: 10000 }
    const found = classifyError(
      { code: -32005, message: 'query returned more than 10000 results', data },
      asked,
    )
    expect(found).toEqual({ kind: 'range', suggestion: { from: 1000, to: 2000 } })
  })

  test.each([
    ['wider', 'this block range should work: [0x0, 0xffffff]'],
    ['inverted', 'this block range should work: [0x7d0, 0x3e8]'],
    ['the same again', 'this block range should work: [0x3e8, 0x5207]'],
    ['beside the range', 'this block range should work: [0x1, 0x2]'],
    ['more blocks than asked', 'exceed maximum block range: 50000'],
    ['no block at all', 'exceed maximum block range: 0'],
  ])('a suggestion that is %s is ignored', (_name, message) => {
    expect(classifyError({ code: -32602, message }, asked)).toEqual({ kind: 'range' })
  })

  test('words after the first 2 KiB do not count', () => {
    const message = `${'x'.repeat(2048)} rate limit`
    expect(classifyError({ code: null, message }, asked).kind).toBe('final')
  })

  test('a suggestion is always a strict part of what was asked', () => {
    const number = fc.oneof(fc.nat(40_000), fc.maxSafeNat())
    const text = fc.oneof(
      fc
        .tuple(number, number)
        .map(([a, b]) => `this block range should work: [0x${a.toString(16)}, 0x${b.toString(16)}]`),
      fc.tuple(number, number).map(([a, b]) => `retry with the range ${a}-${b}`),
      number.map((count) => `exceed maximum block range: ${count}`),
    )
    fc.assert(
      fc.property(text, fc.nat(30_000), fc.nat(30_000), (message, from, more) => {
        const range = { from, to: from + more }
        const { suggestion } = classifyError({ code: -32000, message }, range)
        if (suggestion === undefined) return
        expect(suggestion.from).toBeGreaterThanOrEqual(range.from)
        expect(suggestion.to).toBeLessThanOrEqual(range.to)
        expect(suggestion.to).toBeGreaterThanOrEqual(suggestion.from)
        expect(suggestion.to - suggestion.from).toBeLessThan(more)
      }),
    )
  })

  test('any text, code and data gets a class', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.integer()), fc.jsonValue(), (message, code, data) => {
        expect(classifyError({ code, message, data }, asked).kind).toMatch(/^[a-z]+$/)
      }),
    )
  })

  test('hostile repetition costs no more than its length', () => {
    const parts = [
      'block range ',
      'method ',
      'exceeds limit ',
      'api key ',
      '[0x0 , ',
      'more than 1,1,1,',
      'no backend ',
    ]
    const began = performance.now()
    for (const part of parts) classifyError({ code: null, message: part.repeat(100_000) }, asked)
    expect(performance.now() - began).toBeLessThan(500)
  })
})
