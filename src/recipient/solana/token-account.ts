import { decodeBase58, encodeBase58 } from '../../core/base58.ts'
import { sha256Hex } from '../../core/digest.ts'
import { isOnCurve } from './curve.ts'

/** The programs that keep tokens: the first one and Token-2022. Associated accounts differ by program. */
export const tokenPrograms: readonly string[] = [
  'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb',
]
const associatedProgram = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL'
const mark = new TextEncoder().encode('ProgramDerivedAddress')

function keyBytes(address: string): Uint8Array | undefined {
  const bytes = decodeBase58(address)
  return bytes?.length === 32 ? bytes : undefined
}

/** Is this a text of 32 bytes in base58? */
export function isSolanaAddress(text: string): boolean {
  return keyBytes(text) !== undefined
}

/** Is this an address that a program derived, so that nobody holds a key for it? */
export function isDerived(address: string): boolean {
  const bytes = keyBytes(address)
  return bytes !== undefined && !isOnCurve(bytes)
}

/**
 * The account into which payments in `mint` to `owner` go, as every wallet derives it; undefined when one of the three
 * is no address.
 */
export function associatedAccount(owner: string, mint: string, program: string): string | undefined {
  const seeds = [owner, program, mint].map(keyBytes)
  const by = keyBytes(associatedProgram)
  if (by === undefined || seeds.some((seed) => seed === undefined)) return undefined
  const front = seeds.flatMap((seed) => [...(seed ?? [])])
  for (let bump = 255; bump >= 0; bump -= 1) {
    const digest = sha256Hex(Uint8Array.from([...front, bump, ...by, ...mark]))
    const found = new Uint8Array(Buffer.from(digest, 'hex'))
    if (!isOnCurve(found)) return encodeBase58(found)
  }
  return undefined
}

/** What a token account holds. `amount` in atomic units. */
export type TokenAccount = {
  readonly mint: string
  readonly owner: string
  readonly amount: bigint
  readonly state: 'uninitialized' | 'initialized' | 'frozen'
}

const states = ['uninitialized', 'initialized', 'frozen'] as const
const accountLength = 165
const mintLength = 82
// Token-2022 puts the kind of a longer account behind the part that both programs share.
const kinds = { mint: 1, account: 2 } as const

const isKind = (data: Uint8Array, length: number, kind: number) =>
  data.length === length || (data.length > accountLength && data[accountLength] === kind)

/** The token account in these bytes; undefined when they are something else. Source: spl-token state.rs. */
export function readTokenAccount(data: Uint8Array): TokenAccount | undefined {
  const state = states[data[108] ?? -1]
  if (!isKind(data, accountLength, kinds.account) || state === undefined) return undefined
  const amount = Buffer.from(data.subarray(64, 72)).readBigUInt64LE()
  const [mint, owner] = [encodeBase58(data.subarray(0, 32)), encodeBase58(data.subarray(32, 64))]
  return { mint, owner, amount, state }
}

/** The decimals of a mint; undefined when these bytes are no mint that is in use. */
export function readMintDecimals(data: Uint8Array): number | undefined {
  if (!isKind(data, mintLength, kinds.mint) || data[45] !== 1) return undefined
  return data[44]
}
