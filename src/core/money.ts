/** Money in atomic units with what is needed to print it. `asset` is an address, `network` a CAIP-2 id. */
export type Amount = {
  readonly atomic: bigint
  readonly decimals: number
  readonly symbol: string
  readonly asset: string
  readonly network: string
}

/** A token as far as amounts are concerned. */
export type Unit = Omit<Amount, 'atomic'>

const decimalText = /^(\d{1,60})(?:\.(\d{1,60}))?$/
const integerText = /^\d{1,78}$/
const maxUint256 = (1n << 256n) - 1n

/** Atomic units of a strict decimal integer text; undefined for signs, exponents, spaces or more than 256 bits. */
export function atomicFromText(text: string): bigint | undefined {
  if (!integerText.test(text)) return undefined
  const value = BigInt(text)
  return value <= maxUint256 ? value : undefined
}

/** Atomic units of a decimal text in token units ("0.01"); undefined when it has more decimals than the token. */
export function atomicFromDecimal(text: string, decimals: number): bigint | undefined {
  const match = decimalText.exec(text)
  if (match === null) return undefined
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) return undefined
  const value = BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`)
  return value <= maxUint256 ? value : undefined
}

/** Full-precision decimal text in token units, no grouping, no exponent, independent of the locale. */
export function decimalFromAtomic(atomic: bigint, decimals: number): string {
  const sign = atomic < 0n ? '-' : ''
  const digits = (atomic < 0n ? -atomic : atomic).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = decimals === 0 ? '' : digits.slice(-decimals).replace(/0+$/, '')
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** "0.005 USDC". */
export function formatAmount(amount: Amount): string {
  return `${decimalFromAtomic(amount.atomic, amount.decimals)} ${amount.symbol}`
}

/** "0.005 USDC (5000 atomic)": token units and atomic units, for places where either may be compared. */
export function formatAmountBoth(amount: Amount): string {
  return `${formatAmount(amount)} (${amount.atomic} atomic)`
}

/** An amount of a given token. */
export function amountOf(atomic: bigint, unit: Unit): Amount {
  const { decimals, symbol, asset, network } = unit
  return { atomic, decimals, symbol, asset, network }
}
