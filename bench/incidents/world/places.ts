import type { Random } from './random.ts'

/** Addresses that mean something in a world. */
export type Places = {
  readonly token: string
  readonly otherToken: string
  readonly payTo: string
  readonly oldPayTo: string
  readonly refunder: string
  readonly treasury: string
  readonly attacker: string
  readonly router: string
  readonly multicall: string
  readonly exactProxy: string
  readonly uptoProxy: string
  readonly facilitators: readonly string[]
}

/** The token in which the shop sells: USDC on Base. */
export const shopToken = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'

/** The addresses of a world: the usual contracts, and its own people. */
export function makePlaces(random: Random): Places {
  const address = () => random.hex(20)
  return {
    token: shopToken,
    otherToken: '0x60a3e35cc302bfa44cb288bc5a4f316fdb1adb42',
    payTo: address(),
    oldPayTo: address(),
    refunder: address(),
    treasury: address(),
    attacker: address(),
    router: address(),
    multicall: '0xca11bde05977b3631167028862be2a173976ca11',
    exactProxy: '0x402085c248eea27d92e8b30b2c58ed07f9e20001',
    uptoProxy: '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002',
    facilitators: [address(), address(), address()],
  }
}
