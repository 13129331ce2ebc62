import type { FlatField } from './flat-fields.ts'
import type { FlatValue } from './flat-values.ts'
import { type ScanValue, scanAny, scanHex, scanNothing, scanTime, scanWord } from './line-values.ts'

type Make = (read: FlatValue<never>) => ScanValue

const word: Make = scanWord
const any: Make = scanAny
const time: Make = scanTime
const address: Make = (read) => scanHex(40, read)
const bytes32: Make = (read) => scanHex(64, read)

const ways: Readonly<Record<FlatField, Make>> = {
  recordId: any,
  requestId: any,
  paymentIdentifier: any,
  instance: word,
  route: word,
  method: word,
  receivedAt: time,
  respondedAt: time,
  verifiedAt: time,
  workStartedAt: time,
  workEndedAt: time,
  settledAt: time,
  x402Version: any,
  scheme: word,
  transfer: word,
  network: word,
  asset: word,
  payTo: word,
  amountAtomic: word,
  settledAmount: word,
  payer: address,
  nonce: bytes32,
  validBefore: any,
  verify: word,
  state: word,
  responseStatus: any,
  settleReason: word,
  facilitator: word,
  tx: bytes32,
  paymentResponsePresent: any,
  refundTx: bytes32,
}

/** How the bytes of a field are read, where `read` says what its value means; null = a name that means nothing. */
export function scanOf(field: FlatField | null, read: FlatValue<unknown>): ScanValue {
  return field === null ? scanNothing : ways[field](read as FlatValue<never>)
}
