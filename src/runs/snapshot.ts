/** One way of paying as it was kept: what money depends on, nothing that a server picks at random. */
export type KeptWay = {
  readonly scheme: string | null
  /** CAIP-2 where it is known. */
  readonly network: string | null
  readonly asset: string | null
  readonly amountAtomic: string | null
  readonly payTo: string | null
  readonly maxTimeoutSeconds: number | null
  /** The path of the URL that is sold. */
  readonly resource: string | null
  readonly eip712Name: string | null
  readonly eip712Version: string | null
  readonly transfer: string | null
  readonly paymentFlow: string | null
}

/** The terms of one route, in the order in which they were advertised. */
export type KeptRoute = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly ways: readonly KeptWay[]
}

/** `x402ops.snapshot/v1`: the terms of a service at one moment, to hold later ones against. */
export type TermsSnapshot = {
  readonly schema: 'x402ops.snapshot/v1'
  readonly name: string
  readonly profile: string
  readonly target: string | null
  /** RFC 3339. */
  readonly takenAt: string
  readonly routes: readonly KeptRoute[]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOrNull = (value: unknown): boolean => value === null || typeof value === 'string'

const wayTexts = [
  ...['scheme', 'network', 'asset', 'amountAtomic', 'payTo', 'resource', 'eip712Name', 'eip712Version'],
  ...['transfer', 'paymentFlow'],
]

function isWay(value: unknown): value is KeptWay {
  if (!isObject(value)) return false
  const seconds = value.maxTimeoutSeconds
  return (
    wayTexts.every((key) => Object.hasOwn(value, key) && textOrNull(value[key])) &&
    (seconds === null || (typeof seconds === 'number' && Number.isFinite(seconds)))
  )
}

function isRoute(value: unknown): value is KeptRoute {
  return (
    isObject(value) &&
    ['id', 'method', 'path'].every((key) => typeof value[key] === 'string') &&
    Array.isArray(value.ways) &&
    value.ways.every(isWay)
  )
}

/** Reads a kept snapshot; null when the text is none. Never throws. */
export function parseSnapshot(text: string): TermsSnapshot | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isObject(value) || value.schema !== 'x402ops.snapshot/v1') return null
  const { name, profile, target, takenAt, routes } = value
  if (typeof name !== 'string' || typeof profile !== 'string' || !textOrNull(target)) return null
  if (typeof takenAt !== 'string' || Number.isNaN(Date.parse(takenAt))) return null
  if (!Array.isArray(routes) || !routes.every(isRoute)) return null
  return { schema: 'x402ops.snapshot/v1', name, profile, target: target as string | null, takenAt, routes }
}
