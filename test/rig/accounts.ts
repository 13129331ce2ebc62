import { pbkdf2Sync } from 'node:crypto'
import { HDKey, hdKeyToAccount } from 'viem/accounts'

// The mnemonic that every anvil starts with and prints: public, and worth nothing anywhere else.
const mnemonic = 'test test test test test test test test test test test junk'

// BIP-39's seed by the native function, once: per account and in JavaScript it costs seconds.
const root = HDKey.fromMasterSeed(pbkdf2Sync(mnemonic, 'mnemonic', 2048, 64, 'sha512'))
const derived = new Map<number, RigAccount>()

/** One of the chain's funded test accounts. */
export type RigAccount = ReturnType<typeof hdKeyToAccount>

/** The account at a position of the test chain's list. */
export function accountAt(index: number): RigAccount {
  const account = derived.get(index) ?? hdKeyToAccount(root, { addressIndex: index })
  derived.set(index, account)
  return account
}

/** Who is who. Relayers send transactions that are held back, so that each has a nonce of its own. */
export const roles = {
  facilitator: 0,
  payTo: 1,
  wrongPayTo: 2,
  operator: 3,
  stranger: 4,
  firstPayer: 10,
  payers: 45,
  firstRelayer: 60,
  relayers: 30,
} as const

/** How many accounts the chain must fund. */
export const accountsNeeded = roles.firstRelayer + roles.relayers
