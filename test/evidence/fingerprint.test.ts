import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { fingerprintOf } from '../../src/evidence/fingerprint.ts'
import { profileFor } from '../matrix/fixtures.ts'
import { network, usdc } from './world.ts'

describe('the fingerprint of a profile', () => {
  const keyed = profileFor('https://api.example', {
    rpc: {
      [network]: [
        { url: new Secret('https://rpc.example/***', 'https://rpc.example/v2/CANARY-key'), origin: 'given' },
      ],
    },
    records: [{ file: '/home/CANARY/pay.jsonl', mapping: null, piprail: { env: 'PIPRAIL_SECRET' } }],
    browserOrigins: ['https://CANARY.example'],
  })

  test('names, counts and labels; no value', () => {
    const print = fingerprintOf(keyed)
    expect(JSON.stringify(print)).not.toContain('CANARY')
    expect(print.set).toContain('browserOrigins[]')
    expect(print.set).not.toContain('instances[]')
    expect(print.lists).toMatchObject({ records: 1, browserOrigins: 1 })
    expect(print.keptIn).toEqual([
      { setting: 'records[].piprail', place: 'env:PIPRAIL_SECRET' },
      { setting: `rpc.${network}[].url`, place: 'https://rpc.example/***' },
    ])
    expect(print.pays).toEqual([
      { network, asset: usdc, payTo: ['0x90f79bf6eb2c4f870365e785982e1f101e93b906'] },
    ])
  })

  test('what is configured changes it, values and order do not', () => {
    const digest = (changes: Parameters<typeof profileFor>[1]) =>
      fingerprintOf({ ...keyed, ...changes }).sha256
    expect(digest({ browserOrigins: ['https://other.example'] })).toBe(digest({}))
    expect(digest({ browserOrigins: [] })).not.toBe(digest({}))
    expect(digest({ pays: [] })).not.toBe(digest({}))
  })

  test('a name that somebody chose freely is a star', () => {
    const expectStatus = { 'a b CANARY': 1 }
    const probes = { ...keyed.probes, status: { path: '/status.json', expect: expectStatus } }
    expect(fingerprintOf({ ...keyed, probes }).set).toContain('probes.status.expect.*')
  })
})
