import { type Plan, place } from './plan.ts'

/** Event topics of the token. */
export const topics = {
  transfer: '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  used: '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5',
  cancelled: '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81',
} as const

/** The filter of `eth_getLogs` as it comes over the wire. */
export type WireFilter = {
  readonly address?: string | readonly string[]
  readonly topics?: readonly (string | readonly string[] | null)[]
  readonly fromBlock?: string
  readonly toBlock?: string
}

/** Who takes part: the payers by number, and behind them the three others. */
export type Parties = {
  readonly payTo: number
  readonly stranger: number
  readonly merchant: number
  readonly count: number
  /** The address of a party as 40 hex digits. */
  readonly digits: (party: number) => Uint8Array
  readonly byAddress: ReadonlyMap<string, number>
}

/** A filter in the terms of the plan. A list of parties has a 1 for each that fits; null = all fit. */
export type LogFilter = {
  readonly transfer: boolean
  readonly used: boolean
  readonly cancelled: boolean
  readonly first: Uint8Array | null
  readonly second: Uint8Array | null
  /** Payments whose nonces were asked for; null = all. */
  readonly nonces: ReadonlySet<number> | null
}

/** Everybody who takes part, with their addresses ready to be written. */
export function partiesOf(plan: Plan): Parties {
  const others = [place.payTo, place.stranger, place.merchant]
  const addresses = [...Array.from({ length: plan.payers }, (_, at) => plan.payerAddress(at)), ...others]
  const all = Buffer.from(addresses.map((address) => address.slice(2)).join(''))
  const [payTo, stranger, merchant] = [plan.payers, plan.payers + 1, plan.payers + 2]
  return {
    ...{ payTo, stranger, merchant, count: addresses.length },
    digits: (party) => all.subarray(party * 40, party * 40 + 40),
    byAddress: new Map(addresses.map((address, at) => [address, at])),
  }
}

const listOf = (value: string | readonly string[] | null | undefined): readonly string[] | null => {
  if (value === null || value === undefined) return null
  const list = typeof value === 'string' ? [value] : value
  // To a node an empty list means "any".
  return list.length === 0 ? null : list.map((one) => one.toLowerCase())
}

function partiesIn(list: readonly string[] | null, { byAddress, count }: Parties): Uint8Array | null {
  if (list === null) return null
  const fits = new Uint8Array(count)
  for (const topic of list) {
    const party = topic.startsWith('0x000000000000000000000000')
      ? byAddress.get(`0x${topic.slice(26)}`)
      : undefined
    if (party !== undefined) fits[party] = 1
  }
  return fits
}

/** What a filter asks for; null when nothing of this history can fit. */
export function readFilter(wire: WireFilter, plan: Plan, parties: Parties): LogFilter | null {
  const address = listOf(wire.address)
  if (address !== null && !address.includes(place.usdc)) return null
  const [names, first, second, third] = (wire.topics ?? []).map(listOf)
  if (third !== undefined || (wire.topics ?? []).length > 3) return null
  const asks = (topic: string) => names === null || names === undefined || names.includes(topic)
  const numbers = second?.map(plan.nonces.read).filter((one) => one !== undefined)
  return {
    transfer: asks(topics.transfer),
    used: asks(topics.used),
    cancelled: asks(topics.cancelled),
    first: partiesIn(first ?? null, parties),
    second: partiesIn(second ?? null, parties),
    nonces: numbers === undefined ? null : new Set(numbers),
  }
}
