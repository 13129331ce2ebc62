import { paymentKeyOf } from '../key.ts'
import type { PaymentRecord } from '../record.ts'

/** A row with its payment key, which is asked for often. */
export type KeyedRow = { readonly row: PaymentRecord; readonly key: string | null }

function put<T, N>(groups: Map<N, T[]>, name: N, item: T): void {
  const group = groups.get(name)
  if (group === undefined) groups.set(name, [item])
  else group.push(item)
}

/** Did the buyer get what he paid for? 202 is a promise, not an answer. */
export function isDelivered({ responseStatus }: PaymentRecord): boolean {
  return responseStatus !== null && responseStatus >= 200 && responseStatus <= 299 && responseStatus !== 202
}

/** The connected parts of a list, where two items are connected when they share a label. */
export function connected<T>(items: readonly T[], labelsOf: (item: T) => readonly string[]): readonly T[][] {
  const parent = items.map((_, index) => index)
  const rootOf = (start: number): number => {
    let at = start
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at
      at = parent[at] ?? at
    }
    return at
  }
  const owner = new Map<string, number>()
  for (const [index, item] of items.entries()) {
    for (const label of labelsOf(item)) {
      const other = owner.get(label)
      if (other === undefined) owner.set(label, index)
      else parent[rootOf(index)] = rootOf(other)
    }
  }
  const parts = new Map<number, T[]>()
  for (const [index, item] of items.entries()) put(parts, rootOf(index), item)
  return [...parts.values()]
}

function idLabels({ recordId, requestId }: PaymentRecord): readonly string[] {
  return [
    ...(recordId === null ? [] : [`record ${recordId}`]),
    ...(requestId === null ? [] : [`request ${requestId}`]),
  ]
}

/** Two files that name no instance may come from two instances, and folding would hide a second delivery. */
function labels({ row, key }: KeyedRow): readonly string[] {
  const place = row.instance === null ? `file ${row.source.file}` : `instance ${row.instance}`
  return key === null ? idLabels(row) : [...idLabels(row), `key ${key} at ${place}`]
}

/** The one value that all keyed neighbours agree on; undefined when there is none or several. */
function agreed(label: string, by: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const values = by.get(label)
  return values?.size === 1 ? [...values][0] : undefined
}

function remember(by: Map<string, Set<string>>, label: string, value: string): void {
  const values = by.get(label)
  if (values === undefined) by.set(label, new Set([value]))
  else values.add(value)
}

/**
 * Splits a connected part so that no two payments stand together: by payment key; where no row has a key, by
 * transaction. A row without either joins the payment its ids point to, when they point to exactly one.
 */
function splitByPayment(part: readonly KeyedRow[]): readonly KeyedRow[][] {
  if (part.length === 1) return [[...part]]
  const keyed = part.some(({ key }) => key !== null)
  const nameOf = ({ row, key }: KeyedRow) => (keyed ? key : row.tx)
  const names = new Set(part.map(nameOf).filter((name) => name !== null))
  if (names.size <= 1) return [[...part]]
  const byLabel = new Map<string, Set<string>>()
  for (const item of part) {
    const name = nameOf(item)
    if (name !== null) for (const label of idLabels(item.row)) remember(byLabel, label, name)
  }
  const groups = new Map<string, KeyedRow[]>()
  for (const item of part) {
    const pointed = idLabels(item.row).map((label) => agreed(label, byLabel))
    const target = nameOf(item) ?? pointed.find((name) => name !== undefined) ?? ''
    put(groups, target, item)
  }
  return [...groups.values()].flatMap((group) => connected(group, labels))
}

/**
 * Splits rows that name different payers: a server that counts its requests anew gives one id to several buyers, and
 * a row without a nonce would be taken for the payment of another. A row that names no payer stays by itself then.
 */
function splitByPayer(part: readonly KeyedRow[]): readonly KeyedRow[][] {
  const payers = new Set(part.flatMap(({ row }) => row.payer ?? []))
  if (payers.size <= 1) return [[...part]]
  const groups = new Map<string, KeyedRow[]>()
  for (const item of part) put(groups, item.row.payer ?? '', item)
  return [...groups.values()].flatMap((group) => connected(group, labels))
}

/**
 * Splits one payment into its deliveries: rows with different record ids that were each answered 2xx are
 * claims of their own; requests are told apart in the same way where there is no record id. Rows that were
 * not delivered join the delivery their ids point to.
 */
function splitByDelivery(group: readonly KeyedRow[]): readonly KeyedRow[][] {
  const delivered = group.filter(({ row }) => isDelivered(row))
  const recordsOfRequest = new Map<string, Set<string>>()
  for (const { row } of delivered) {
    if (row.recordId !== null && row.requestId !== null) {
      remember(recordsOfRequest, row.requestId, `record ${row.recordId}`)
    }
  }
  // An access log knows only the request, an application log perhaps only the record: they contradict each
  // other only where both name the request.
  const noRecords = delivered.every(({ row }) => row.recordId === null)
  const nameOf = (row: PaymentRecord): string | undefined => {
    if (row.recordId !== null) return `record ${row.recordId}`
    if (row.requestId === null) return undefined
    const record = agreed(row.requestId, recordsOfRequest)
    return record ?? (noRecords || recordsOfRequest.size > 0 ? `request ${row.requestId}` : undefined)
  }
  const names = new Set(delivered.map(({ row }) => nameOf(row)).filter((name) => name !== undefined))
  if (names.size <= 1) return [[...group]]
  const byLabel = new Map<string, Set<string>>()
  for (const { row } of delivered) {
    const name = nameOf(row)
    if (name !== undefined) for (const label of idLabels(row)) remember(byLabel, label, name)
  }
  const groups = new Map<string, KeyedRow[]>()
  for (const item of group) {
    const pointed = idLabels(item.row).map((label) => agreed(label, byLabel))
    const own = isDelivered(item.row) ? nameOf(item.row) : undefined
    const target = own ?? pointed.find((name) => name !== undefined) ?? ''
    put(groups, target, item)
  }
  const rest = groups.get('') ?? []
  groups.delete('')
  return [...groups.values(), ...connected(rest, labels)]
}

/** The rows of each record, in no particular order; every row stands in exactly one group. */
export function groupRows(rows: readonly PaymentRecord[]): readonly (readonly PaymentRecord[])[] {
  const keyed = rows.map((row): KeyedRow => ({ row, key: paymentKeyOf(row) }))
  return connected(keyed, labels)
    .flatMap((part) => (part.length === 1 ? [part] : splitByPayment(part)))
    .flatMap((part) => (part.length === 1 ? [part] : splitByPayer(part)))
    .flatMap((part) => (part.length === 1 ? [part] : splitByDelivery(part)))
    .map((group) => group.map(({ row }) => row))
}
