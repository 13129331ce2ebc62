import { ed25519 } from '@noble/curves/ed25519'
import { addressOfKey } from '../key-address.ts'
import { createTextTable } from '../structured/text-table.ts'
import { alone } from '../text-memory.ts'
import { base58Bytes } from './base58.ts'
import { accountsOfSeeds } from './batch-accounts.ts'
import { addressesOfKeys } from './batch-addresses.ts'

/** What 32 or 64 bytes turned out to be: `untested` when the budget was used up before their turn. */
export type KeyVerdict = 'key' | 'other' | 'untested'

/** Tells private keys from hashes by what follows from them. */
export type KeyTest = {
  /** Of 32 bytes as 64 hex digits: is it the private key of an address that was seen? */
  readonly ofSeed: (hex: string) => KeyVerdict
  /** The same of what a name says a chain made: of these only the first 1,000 are tested, the others are no keys. */
  readonly ofChainMade: (hex: string) => KeyVerdict
  /** Of 64 bytes: is the second half the public key of the first (a Solana key pair, a CDP secret)? */
  readonly ofPair: (bytes: Uint8Array) => KeyVerdict
  /** Tests many seeds at once, as far as the budget goes: what follows is quick. */
  readonly prepare: (seeds: readonly string[], chainMade?: readonly string[]) => void
  /** Enters an address: `0x` and 40 hex digits, or the base58 of a Solana account. */
  readonly addAddress: (address: string) => void
}

const derivations = 20_000
// Nobody chooses the hash of a transaction, but somebody may log a key under its name by mistake.
const chainMadeTested = 1_000
// Below that the tables cost more than they save.
const fewestAtOnce = 150

/** The public key that an account of Solana is; undefined when the text is something else. */
function publicKeyOf(account: string): string | undefined {
  const bytes = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(account) ? base58Bytes(account) : undefined
  return bytes?.length === 32 ? Buffer.from(bytes).toString('hex') : undefined
}

function accountOf(seed: string): string {
  return Buffer.from(ed25519.getPublicKey(seed)).toString('hex')
}

/**
 * A key test with a memory and a budget of 20,000 derivations (0.28 ms each). Once it is used up, what was
 * never tested is `untested`.
 */
export function createKeyTest(budget = derivations): KeyTest {
  const addresses = createTextTable()
  // The public keys that accounts of Solana are, in hex.
  const accounts = createTextTable()
  const addressBySeed = new Map<string, readonly [string | undefined, string | undefined]>()
  const verdictByPair = new Map<string, KeyVerdict>()
  let left = budget
  let chainMadeLeft = chainMadeTested

  const derived = (hex: string) => {
    const known = addressBySeed.get(hex)
    if (known !== undefined) return known
    if (left === 0) return undefined
    left -= 1
    const account = accounts.size() === 0 ? undefined : accountOf(hex)
    const both = [addresses.size() === 0 ? undefined : addressOfKey(hex), account] as const
    addressBySeed.set(alone(hex), both)
    return both
  }

  const prepare = (given: readonly string[], chainMade: readonly string[] = []) => {
    if (addresses.size() === 0 && accounts.size() === 0) return
    const further = chainMade.filter((hex) => !addressBySeed.has(hex)).slice(0, chainMadeLeft)
    const seeds = [...given, ...further]
    const fresh = [...new Set(seeds)].filter((hex) => !addressBySeed.has(hex)).slice(0, left)
    if (fresh.length < fewestAtOnce) return
    left -= fresh.length
    chainMadeLeft -= further.length
    const addressesFound = addresses.size() === 0 ? [] : addressesOfKeys(fresh)
    const accountsFound = accounts.size() === 0 ? [] : accountsOfSeeds(fresh)
    for (const [at, hex] of fresh.entries())
      addressBySeed.set(alone(hex), [addressesFound[at], accountsFound[at]])
  }

  const ofSeed = (text: string): KeyVerdict => {
    const hex = text.toLowerCase()
    if (addresses.size() === 0 && accounts.size() === 0) return 'other'
    const both = derived(hex)
    if (both === undefined) return 'untested'
    const [address, account] = both
    const isKey =
      (address !== undefined && addresses.has(address)) || (account !== undefined && accounts.has(account))
    return isKey ? 'key' : 'other'
  }

  return {
    prepare,
    ofSeed,
    ofChainMade: (text) => {
      if (addressBySeed.has(text.toLowerCase())) return ofSeed(text)
      if (chainMadeLeft <= 0 || left === 0) return 'other'
      chainMadeLeft -= 1
      return ofSeed(text)
    },
    ofPair: (bytes) => {
      const hex = Buffer.from(bytes).toString('hex')
      const known = verdictByPair.get(hex)
      if (known !== undefined) return known
      if (left === 0) return 'untested'
      left -= 1
      const publicHalf = Buffer.from(ed25519.getPublicKey(bytes.slice(0, 32))).toString('hex')
      const verdict = publicHalf === hex.slice(64) ? 'key' : 'other'
      verdictByPair.set(hex, verdict)
      return verdict
    },
    addAddress: (address) => {
      const [known, entry] = /^0x[0-9a-fA-F]{40}$/.test(address)
        ? [addresses, address.toLowerCase()]
        : [accounts, publicKeyOf(address)]
      if (entry === undefined) return
      // What was derived before the first of a kind lacks this kind.
      if (known.size() === 0) addressBySeed.clear()
      known.set(entry, 0)
    },
  }
}
