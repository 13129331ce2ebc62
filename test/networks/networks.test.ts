import { DEFAULT_ASSETS } from '@x402/evm'
import { EVM_NETWORK_CHAIN_ID_MAP } from '@x402/evm/v1'
import { expect, test } from 'vitest'
import { networks } from '../../src/networks/index.ts'
import { caip2, findNetwork, findToken } from '../../src/networks/lookup.ts'
import type { Network } from '../../src/networks/network.ts'

const all: readonly Network[] = networks

type PackageAsset = {
  readonly asset: string
  readonly name: string
  readonly version: string
  readonly decimals: number
  readonly symbol: string
  readonly assetTransferMethod?: string
}

const fromPackage = Object.entries(DEFAULT_ASSETS as unknown as Record<string, readonly PackageAsset[]>)

test.each(fromPackage)('the tokens of %s are those of the x402 package, in its order', (id, assets) => {
  expect(findNetwork(id)?.tokens).toEqual(
    assets.map((asset) => ({
      symbol: asset.symbol,
      address: asset.asset.toLowerCase(),
      decimals: asset.decimals,
      eip712: { name: asset.name, version: asset.version },
      transfer: asset.assetTransferMethod ?? 'eip3009',
    })),
  )
})

test.each(Object.entries(EVM_NETWORK_CHAIN_ID_MAP))('the v1 name %s is chain %s', (name, chainId) => {
  expect(findNetwork(name)?.chainId).toBe(chainId)
  expect(caip2(name)).toBe(`eip155:${chainId}`)
})

test('ids, names and v1 names are unique', () => {
  for (const key of ['id', 'name'] as const) {
    expect(new Set(all.map((network) => network[key])).size).toBe(all.length)
  }
  const v1Names = all.flatMap((network) => network.v1Name ?? [])
  expect(new Set(v1Names).size).toBe(v1Names.length)
})

test.each(all.map((network) => [network.id, network] as const))('%s is consistent', (id, network) => {
  expect(id).toMatch(/^[a-z0-9]+:[A-Za-z0-9]+$/)
  expect(network.chainId === null).toBe(id.startsWith('solana:'))
  if (network.chainId !== null) expect(id).toBe(`eip155:${network.chainId}`)
  for (const token of network.tokens) {
    if (network.chainId !== null) expect(token.address).toMatch(/^0x[0-9a-f]{40}$/)
    expect(token.transfer === 'svm').toBe(network.chainId === null)
    expect(token.eip712 === null).toBe(network.chainId === null)
    expect(findToken(network, token.address.toUpperCase().replace('0X', '0x')) ?? token).toBe(token)
  }
})

test('an unknown name stays itself, so that it compares as different', () => {
  expect(caip2('bases')).toBe('bases')
  expect(caip2('constructor')).toBe('constructor')
  expect(findNetwork('__proto__')).toBeUndefined()
})

test('mainnet and test network call their dollars differently', () => {
  expect(findNetwork('base')?.tokens[0]?.eip712?.name).toBe('USD Coin')
  expect(findNetwork('base-sepolia')?.tokens[0]?.eip712?.name).toBe('USDC')
})
