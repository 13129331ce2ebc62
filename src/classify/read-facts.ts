import { cutText } from '../core/short.ts'
import type { Notes } from './signals.ts'

type Reader = (value: unknown, notes: Notes) => void

const maxChars = 200

function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || value.length > maxChars) return null
  return value
}

const evmId = /^0x(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/
const lower = (text: string) => (evmId.test(text) ? text.toLowerCase() : text)

function into(name: 'payer' | 'nonce' | 'tx' | 'requestId' | 'network'): Reader {
  return (value, { about }) => {
    const text = textOf(value)
    if (text !== null) about[name] ??= lower(text)
  }
}

// RFC 3339 with a zone; anchored, bounded parts: linear.
const zoned = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/

const readTime: Reader = (value, { about }) => {
  if (about.at !== null) return
  if (typeof value === 'string' && zoned.test(value)) {
    const at = Date.parse(value)
    if (!Number.isNaN(at)) about.at = at
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return
  // Unix seconds have 10 digits in this century, milliseconds 13.
  if (value >= 1e9 && value < 1e10) about.at = Math.round(value * 1000)
  else if (value >= 1e12 && value < 1e13) about.at = Math.round(value)
}

const readRoute: Reader = (value, { about }) => {
  const text = textOf(value)
  if (text === null) return
  const path = text.replace(/^https?:\/\/[^/]{1,200}/, '').split(/[?#]/)[0] ?? ''
  if (/^\/|^[A-Z]{3,7} \//.test(path)) about.route ??= path
}

/** The host alone: a path or a query could hold a key. */
const readFacilitator: Reader = (value, { about }) => {
  const text = textOf(value)
  if (text === null || about.facilitator !== null) return
  const url = URL.canParse(text) ? new URL(text) : null
  about.facilitator =
    url === null || url.host === '' ? cutText(text.split(/[/?#@]/)[0] ?? '', 80) || null : url.host
}

const payer = into('payer')
const tx = into('tx')
const requestId = into('requestId')

/** Who and what a row is about, by the plain name of a field (lower case, letters and digits only). */
export const factReaders: Readonly<Record<string, Reader>> = Object.assign(Object.create(null), {
  ...{ payer, payeraddress: payer, from: payer, buyer: payer, wallet: payer },
  ...{ nonce: into('nonce'), paymentnonce: into('nonce') },
  ...{ tx, txhash: tx, transactionhash: tx, transaction: tx, settlementtx: tx },
  ...{ requestid: requestId, reqid: requestId, xrequestid: requestId },
  ...{ network: into('network'), chain: into('network') },
  ...{ facilitator: readFacilitator, facilitatorurl: readFacilitator },
  ...{ route: readRoute, path: readRoute, url: readRoute, endpoint: readRoute, requesturi: readRoute },
  ...{ time: readTime, timestamp: readTime, ts: readTime, receivedat: readTime, respondedat: readTime },
})
