import { readFileSync } from 'node:fs'
import { headerShape, rawReceiptsShape, storageProofShape } from '../../../src/adapters/chain/proof-shapes.ts'
import type { RawHeader } from '../../../src/core/proof-source.ts'

/** An answer of anvil 1.7.1 as it came over the wire, recorded on the rig. */
function wire(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./recorded/${name}.json`, import.meta.url), 'utf8'))
}

function header(name: string): RawHeader {
  const read = headerShape.parse(wire(name))
  if (read === null) throw new Error('the recording holds no header')
  return read
}

type Key = { readonly authorizer: string; readonly nonce: string }

/** The token, the place of its mapping of used nonces, a nonce that was used and one that never was. */
export const facts = wire('facts') as {
  readonly asset: string
  readonly position: number
  readonly known: Key
  readonly never: Key
}

/** The header at which the states were read. */
export const stateHeader = header('header')

/** The states of `facts.known` and `facts.never`, in this order. */
export const states = storageProofShape.parse(wire('states'))

/** The header of a block with four payments, and its receipts. */
export const paymentsHeader = header('payments-header')
export const receipts = rawReceiptsShape.parse(wire('receipts'))
