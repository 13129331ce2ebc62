import { cutText } from '../core/short.ts'
import { caip2 } from '../networks/lookup.ts'
import { csvRows } from './csv-rows.ts'
import type { EventsRead, RefundEvent } from './shapes.ts'

// Anchored, of fixed or bounded length, one class each: linear.
const address = /^0x[0-9a-fA-F]{40}$/
const hash = /^0x[0-9a-fA-F]{64}$/
const digits = /^\d{1,78}$/
const decimal = /^\d{1,30}(?:\.\d{1,30})?$/
const internet = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]{2,39}:[0-9a-fA-F:.]{0,45})$/

type Fields = Readonly<Record<string, unknown>>

const mostEvents = 100_000

/** A field under any of its names, in any case and without `_` or `-`; null when none holds anything. */
function field(fields: Fields, ...names: readonly string[]): string | null {
  for (const [name, value] of Object.entries(fields)) {
    const bare = name.toLowerCase().replaceAll('_', '').replaceAll('-', '')
    if (!names.includes(bare)) continue
    if (typeof value === 'number' && Number.isFinite(value)) return numberText(value)
    if (typeof value === 'string' && value.trim() !== '') return cutText(value.trim(), 300)
  }
  return null
}

/** 1e-7 as a decimal text: a small price is written by JSON with an exponent. */
function numberText(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  const plain = value.toFixed(18)
  return plain.includes('e') ? text : plain.replace(/0{1,18}$/, '').replace(/\.$/, '')
}

function keyOf(fields: Fields, payer: string | null): RefundEvent['keyedBy'] {
  const said = field(fields, 'keyedby', 'keytype', 'creditkeytype')?.toLowerCase()
  if (said === 'ip' || said === 'token') return said
  const key = field(fields, 'ip', 'key', 'creditkey', 'buyer', 'buyerid') ?? payer
  if (key === null || address.test(key)) return 'payer'
  return internet.test(key.replace(/^ip:/, '')) ? 'ip' : 'token'
}

function eventOf(fields: Fields, line: number): RefundEvent | string {
  const payer = field(fields, 'payer', 'payeraddress', 'payee', 'recipient', 'from')
  const tx = field(fields, 'transactionid', 'transaction', 'tx', 'txhash', 'paymenttx')
  const index = field(fields, 'logindex')
  const atomic = field(fields, 'amountatomic')
  const money = field(fields, 'amount', 'amountusd')
  const refundTx = field(fields, 'refundtx', 'refundtransaction', 'refundtransactionid')
  const keyedBy = keyOf(fields, payer)
  if (tx !== null && !hash.test(tx)) return 'its transaction is no hash'
  if (refundTx !== null && !hash.test(refundTx)) return 'the transaction of its refund is no hash'
  if (atomic !== null && !digits.test(atomic)) return 'its amount is no number of atomic units'
  if (atomic === null && money !== null && !decimal.test(money)) return 'its amount is no decimal number'
  if (index !== null && !/^\d{1,9}$/.test(index)) return 'its log index is no number'
  if (keyedBy === 'payer' && payer === null && tx === null) return 'it names no payer and no payment'
  const network = field(fields, 'network', 'chain')
  return {
    ...{ line, keyedBy, amount: atomic ?? money, amountUnit: atomic === null ? 'decimal' : 'atomic' },
    payer: payer !== null && address.test(payer) ? payer.toLowerCase() : null,
    tx: tx?.toLowerCase() ?? null,
    logIndex: index === null ? null : Number(index),
    network: network === null ? null : caip2(network),
    path: field(fields, 'path', 'route', 'resource'),
    reason: field(fields, 'reason', 'note'),
    refundTx: refundTx?.toLowerCase() ?? null,
  }
}

type Row = { readonly line: number; readonly fields: unknown }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function rowsOf(text: string): readonly Row[] {
  const whole = parsed(text)
  const list = Array.isArray(whole) ? whole : (whole as { events?: unknown } | null | undefined)?.events
  if (Array.isArray(list)) return list.map((fields: unknown, index) => ({ line: index + 1, fields }))
  if (typeof whole === 'object' && whole !== null) return [{ line: 1, fields: whole }]
  if (!text.trimStart().startsWith('{')) return csvRows(text)
  return text
    .split('\n')
    .flatMap((each, index) => (each.trim() === '' ? [] : [{ line: index + 1, fields: parsed(each) }]))
}

/**
 * The refund events in a text: a JSON array, `{"events": [..]}`, JSON lines or CSV with a header. `line` counts the
 * entries of an array. What says nothing that can be used is named in `rejected`. Never throws.
 */
export function readEvents(file: string, text: string): EventsRead {
  const events: RefundEvent[] = []
  const rejected: { line: number; why: string }[] = []
  for (const { line, fields } of rowsOf(text.replace(/^\ufeff/, ''))) {
    if (events.length + rejected.length >= mostEvents) {
      rejected.push({ line, why: `this and what follows was not read: at most ${mostEvents} events` })
      break
    }
    const event =
      typeof fields === 'object' && fields !== null && !Array.isArray(fields)
        ? eventOf(fields as Fields, line)
        : 'it is no object'
    if (typeof event === 'string') rejected.push({ line, why: event })
    else events.push(event)
  }
  return { file, events, rejected }
}
