import { ed25519 } from '@noble/curves/ed25519'
import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak_256 } from '@noble/hashes/sha3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import { drawn } from './drawn.ts'
import { base58 } from './encodings.ts'

const gate = createGate([])
const key = drawn('evm key', 32)
const address = `0x${Buffer.from(keccak_256(secp256k1.getPublicKey(key, false).slice(1)).slice(12)).toString('hex')}`
const seed = drawn('solana seed', 32)
const pair = Buffer.concat([seed, ed25519.getPublicKey(seed)])

async function scan(...texts: readonly string[]): Promise<readonly string[]> {
  const files = texts.map((text, at) => ({ path: `${at}.txt`, bytes: Buffer.from(text) }))
  return (await (await gate).scan(files)).map(({ file, line, rule }) => `${file}:${line}:${rule}`)
}

describe('a key is known by its address, wherever that stands in the archive', () => {
  test.each([
    ['as a nonce', `"nonce":"0x${key.toString('hex')}"`],
    ['bare and upper', key.toString('hex').toUpperCase()],
    ['as base64', key.toString('base64')],
    ['as bytes', `[${[...key].join(',')}]`],
    ['as a number', BigInt(`0x${key.toString('hex')}`).toString()],
  ])('%s', async (_name, text) => {
    expect(await scan(`a\n"payTo":"${address}"\n`, `\n${text}\n`)).toContain('1.txt:2:private-key')
    expect(await scan(`\n${text}\n`)).toEqual([])
  })

  test('in every place, not the first alone', async () => {
    const hits = await scan(
      `${address}\n`,
      `x ${key.toString('hex')}\ny ${key.toString('base64')}`,
      key.toString('hex'),
    )
    expect(hits).toEqual(['1.txt:1:private-key', '1.txt:2:private-key', '2.txt:1:private-key'])
  })

  test('the address in a topic', async () => {
    const topic = `0x${'0'.repeat(24)}${address.slice(2)}`
    expect(await scan(topic, key.toString('hex'))).toEqual(['1.txt:1:private-key'])
  })

  test('a key pair of Solana needs no address', async () => {
    expect(await scan(`x ${base58(pair)}`)).toEqual(['0.txt:1:private-key'])
    expect(await scan(`[${[...pair].join(', ')}]`)).toEqual(['0.txt:1:private-key'])
    expect(await scan(pair.toString('base64'))).toEqual(['0.txt:1:private-key'])
  })

  test('a seed of Solana next to its address', async () => {
    expect(await scan(base58(pair.subarray(32)), seed.toString('hex'))).toEqual(['1.txt:1:private-key'])
  })

  test('a known key pair says nothing about its public half', async () => {
    const knowing = await createGate([{ label: 'SVM', value: base58(pair) }])
    const text = `payer ${base58(pair.subarray(32))} ${pair.subarray(32).toString('hex')}`
    expect(await knowing.scan([{ path: 'a', bytes: Buffer.from(text) }])).toEqual([])
  })

  test('public ids are no keys', async () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    await fc.assert(
      fc.asyncProperty(hash, hash, async (a, b) => {
        const [x, y] = [Buffer.from(a).toString('hex'), Buffer.from(b).toString('hex')]
        const text = `{"tx":"0x${x}","nonce":"0x${y}","payer":"${address}","sig":"${base58(Buffer.concat([a, b]))}"}`
        expect(await scan(text)).toEqual([])
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})
