import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import type { PlanRow } from './shown.ts'

/** A file that the Transaction Builder of Safe opens: calls that its owners look at and sign there, or do not. */
export type SafeBatch = {
  readonly version: '1.0'
  readonly chainId: string
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly meta: {
    readonly name: string
    readonly description: string
    readonly txBuilderVersion: string
    readonly createdFromSafeAddress: string
    readonly createdFromOwnerAddress: string
    readonly checksum?: string
  }
  readonly transactions: readonly {
    readonly to: string
    readonly value: string
    readonly data: string
    readonly contractMethod: null
    readonly contractInputsValues: null
  }[]
}

/**
 * The text that Safe computes its checksum over: keys in order, listed before their values, and a comma behind each
 * value (safe-wallet-monorepo, apps/tx-builder/src/lib/checksum.ts).
 */
function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(fields).sort()
  return `{${JSON.stringify(keys)}${keys.map((key) => `${serialized(fields[key])},`).join('')}}`
}

/** The checksum of a batch as Safe computes it; its name and a checksum that stands in it do not count. */
export function safeChecksum(batch: object & { readonly meta: object }): string {
  const { checksum: _old, ...meta } = batch.meta as { checksum?: unknown }
  const text = serialized({ ...batch, meta: { ...meta, name: null } })
  return `0x${bytesToHex(keccak_256(utf8ToBytes(text)))}`
}

/** The batch of the rows of one network, in their order. */
export function safeBatch(
  rows: readonly PlanRow[],
  about: { readonly chainId: string; readonly createdAt: number; readonly runId: string },
): SafeBatch {
  const batch: SafeBatch = {
    version: '1.0',
    chainId: about.chainId,
    createdAt: about.createdAt,
    meta: {
      name: `Refunds of ${about.runId}`,
      description: `${rows.length} refund${rows.length === 1 ? '' : 's'}, one for each transfer. Unsigned.`,
      txBuilderVersion: '1.18.2',
      createdFromSafeAddress: '',
      createdFromOwnerAddress: '',
    },
    transactions: rows.map(({ amount, data }) => ({
      ...{ to: amount.asset, value: '0', data },
      ...{ contractMethod: null, contractInputsValues: null },
    })),
  }
  return { ...batch, meta: { ...batch.meta, checksum: safeChecksum(batch) } }
}
