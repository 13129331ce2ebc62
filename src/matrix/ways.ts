import { safe } from '../core/safe.ts'
import type { KeptWay } from '../runs/snapshot.ts'
import type { Terms } from '../x402/challenge.ts'
import { normalId } from '../x402/fields.ts'

function pathOf(resource: string | null): string | null {
  if (resource === null || !URL.canParse(resource)) return resource
  return new URL(resource).pathname
}

const idOrNull = (text: string | null) => (text === null ? null : normalId(text))

/** What of terms is worth keeping: nothing that a server picks at random or that differs by its address. */
export function waysOf(terms: readonly Terms[]): readonly KeptWay[] {
  return terms.map((one) => ({
    scheme: one.scheme,
    network: one.network,
    asset: idOrNull(one.asset),
    amountAtomic: one.amountAtomic?.toString() ?? null,
    payTo: idOrNull(one.payTo),
    maxTimeoutSeconds: one.maxTimeoutSeconds,
    resource: pathOf(one.resource),
    eip712Name: one.eip712.name,
    eip712Version: one.eip712.version,
    transfer: one.transfer,
    paymentFlow: one.paymentFlow,
  }))
}

/** One field that differs. `fails` = money or signatures depend on it. Texts are safe to print. */
export type WayDifference = {
  readonly field: string
  readonly before: string
  readonly now: string
  readonly fails: boolean
}

const fields = [
  ['amountAtomic', 'amount', true],
  ['payTo', 'payTo', true],
  ['eip712Name', 'extra.name', true],
  ['eip712Version', 'extra.version', true],
  ['transfer', 'extra.assetTransferMethod', true],
  ['paymentFlow', 'extra.paymentFlow', false],
  ['maxTimeoutSeconds', 'maxTimeoutSeconds', false],
  ['resource', 'resource', false],
] as const satisfies readonly (readonly [keyof KeptWay, string, boolean])[]

const keyOf = ({ scheme, network, asset }: KeptWay) => JSON.stringify([scheme, network, asset])
const nameOf = ({ scheme, network, asset }: KeptWay) =>
  safe(`${scheme ?? 'no scheme'} in ${asset ?? 'no token'} on ${network ?? 'no network'}`, 160)

function grouped(ways: readonly KeptWay[]): ReadonlyMap<string, readonly KeptWay[]> {
  const groups = new Map<string, KeptWay[]>()
  for (const way of ways) groups.set(keyOf(way), [...(groups.get(keyOf(way)) ?? []), way])
  return groups
}

function valuesOf(ways: readonly KeptWay[], field: keyof KeptWay): string {
  const values = ways.map((way) => (way[field] === null ? 'nothing' : String(way[field])))
  return safe([...new Set(values)].sort().join(' or '), 200)
}

/**
 * How two sets of terms differ, field by field: ways of paying that came or went, and the fields of those that
 * both have. The order of the offer says nothing.
 */
export function compareWays(before: readonly KeptWay[], now: readonly KeptWay[]): readonly WayDifference[] {
  const [was, is] = [grouped(before), grouped(now)]
  const found: WayDifference[] = []
  // With one way of paying its fields need no further name.
  const several = was.size > 1 || is.size > 1
  for (const [key, ways] of was) {
    const there = is.get(key)
    const [first] = ways
    if (first === undefined) continue
    const name = nameOf(first)
    if (there === undefined) {
      found.push({ field: `the way of paying ${name}`, before: 'offered', now: 'gone', fails: true })
      continue
    }
    for (const [field, label, fails] of fields) {
      const [old, fresh] = [valuesOf(ways, field), valuesOf(there, field)]
      if (old === fresh) continue
      found.push({ field: several ? `${label} of ${name}` : label, before: old, now: fresh, fails })
    }
  }
  for (const [key, [first]] of is) {
    if (was.has(key) || first === undefined) continue
    found.push({
      ...{ field: `the way of paying ${nameOf(first)}`, before: 'not offered' },
      ...{ now: `offered to ${safe(first.payTo ?? 'nobody', 120)}`, fails: true },
    })
  }
  return found
}
