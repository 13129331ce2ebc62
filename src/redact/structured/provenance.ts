import { rules } from '../rules/index.ts'
import { atTop, below, type Surroundings } from './edit.ts'
import { jsonInBase64, jsonInText } from './encoded-json.ts'
import { classOfField, isPublicShape, isRecordedHash } from './field-class.ts'
import { isHeaderField } from './headers.ts'
import type { ValueOrigin } from './hide.ts'
import { isReference, valueNameOf } from './patterns-of-data.ts'
import { treeOf } from './plain-data.ts'
import { hasShape, normalPublicId } from './shapes.ts'
import { createTextTable, type TextTable } from './text-table.ts'
import type { Node } from './tree.ts'

/** The public ids and addresses that were seen in structured data. */
export type Provenance = {
  /** Learns from plain data: the ids in its public fields, the addresses everywhere. Never throws. */
  readonly learn: (value: unknown) => void
  readonly learnTree: (node: Node) => void
  /** Enters one id in the form of `normalPublicId`, or one address in lower case, that its field vouches for. */
  readonly learnId: (id: string, origin: ValueOrigin) => void
  readonly learnAddress: (address: string) => void
  /**
   * Who could choose the value of an id that was learned, whatever the case of its hex and with or without `0x`;
   * undefined for everything else. Once seen in a field that a payer fills it stays `payer`.
   */
  readonly originOf: (value: string) => ValueOrigin | undefined
  /** EVM addresses in lower case, Solana accounts as they are written. Grows while learning. */
  readonly addresses: Pick<TextTable, 'has' | 'size' | 'keys'>
  /** The ids as they are compared. */
  readonly ids: Pick<TextTable, 'has' | 'keys'>
}

// An EVM address, alone or as a 32-byte topic, in any text. Fixed lengths behind a fixed start: linear.
const addressInside = /(?<![0-9a-z])0x(?:0{24})?([0-9a-f]{40})(?![0-9a-f])/gi

const deepestEmbedding = 3
// The shortest credential that a rule knows by its shape.
const shortestToken = 15
const addressLength = 42
const wordLength = 66

/** Has the value the shape of a credential (vendor token, web token, PEM, key in a URL)? */
export function hasDenyShape(value: string): boolean {
  // The shapes below have no room for one; they are most of what is learned.
  if (value.length < shortestToken) return false
  if (hasShape(value, 'hash') || hasShape(value, 'address') || hasShape(value, 'uuid')) return false
  return rules.some((rule) => rule.apply(value) !== value)
}

/** The number of an origin is its place in this list. */
const origins: readonly ValueOrigin[] = ['payer', 'service']

type Learned = { readonly ids: TextTable; readonly addresses: TextTable }

function idOrigin(value: string, around: Surroundings): ValueOrigin | undefined {
  const found = classOfField(around.path)
  if (found.class === 'public-id' && isPublicShape(value, found.shapes)) return found.origin
  if (found.class === 'token') return isPublicShape(value, ['address', 'base58-key']) ? 'payer' : undefined
  if (found.class === 'signature') return hasShape(value, 'base58-signature') ? 'payer' : undefined
  return isRecordedHash(value, around.path) ? 'service' : undefined
}

function learnAddresses(value: string, { addresses }: Learned): void {
  if (value.length < addressLength) return
  // Most texts of these lengths are an address or a hash.
  if (value.length === addressLength && hasShape(value, 'address')) {
    addresses.set(value.toLowerCase(), 0)
    return
  }
  if (value.length === wordLength && hasShape(value, 'hash') && !value.startsWith('0x000000')) return
  if (!value.includes('0x') && !value.includes('0X')) return
  for (const [, hex] of value.matchAll(addressInside)) addresses.set(`0x${hex?.toLowerCase()}`, 0)
}

function learnText(value: string, around: Surroundings, learned: Learned, isDenied: IsDenied): void {
  learnAddresses(value, learned)
  const origin = idOrigin(value, around)
  if (origin !== undefined) {
    if (isDenied(value) || hasDenyShape(value)) return
    enter(normalPublicId(value), origin, learned)
    const found = classOfField(around.path)
    const isAccount =
      found.class === 'token' || (found.class === 'public-id' && found.shapes[0] === 'address')
    if (isAccount && hasShape(value, 'base58-key')) learned.addresses.set(value, 0)
    return
  }
  if (value.length < 12 || around.embedded >= deepestEmbedding) return
  const inside = jsonInBase64(value) ?? jsonInText(value)
  if (inside !== undefined) learn(inside, { ...around, embedded: around.embedded + 1 }, learned, isDenied)
}

function enter(id: string, origin: ValueOrigin, { ids }: Learned): void {
  if (ids.get(id) !== 0) ids.set(id, origins.indexOf(origin))
}

type IsDenied = (value: string) => boolean

/** The header pairs of a list as fields: `[['x-request-id', '..'], ..]`. */
function learnPairs(items: readonly Node[], around: Surroundings, learned: Learned, denied: IsDenied): void {
  for (const item of items) {
    const [name, value] = item.kind === 'list' && item.items.length === 2 ? item.items : []
    if (name?.kind !== 'text' || value === undefined) learn(item, around, learned, denied)
    else learn(value, below(around, name.value), learned, denied)
  }
}

function isSecretPlace(around: Surroundings): boolean {
  const found = classOfField(around.path)
  return found.class === 'secret' && found.strict
}

function learn(node: Node, around: Surroundings, learned: Learned, isDenied: IsDenied): void {
  switch (node.kind) {
    case 'text':
      learnText(node.value, around, learned, isDenied)
      return
    case 'figure':
      if (node.source.length >= 20) learnText(node.source, around, learned, isDenied)
      return
    case 'list':
      if (isSecretPlace(around)) return
      if (isHeaderField(around.path.at(-1) ?? '')) learnPairs(node.items, around, learned, isDenied)
      else for (const item of node.items) learn(item, around, learned, isDenied)
      return
    case 'object': {
      if (isSecretPlace(around) && !isReference(node)) return
      const valueName = valueNameOf(node)
      for (const entry of node.entries) {
        // A map from hashes to whatever: its names are ids where its own name says so.
        if (entry.name.length >= 16) learnText(entry.name, around, learned, isDenied)
        const isValue = valueName !== undefined && entry.name === 'value'
        learn(entry.node, below(around, isValue ? valueName : entry.name), learned, isDenied)
      }
    }
  }
}

/**
 * An empty set of public ids. What `isDenied` (known secrets) or what has the shape of a credential never
 * enters, under whatever name. Whether an id is a key is not asked here: see `ValueOrigin`.
 */
export function createProvenance(isDenied: IsDenied): Provenance {
  const learned: Learned = { ids: createTextTable(), addresses: createTextTable() }
  const learnTree = (node: Node) => learn(node, atTop, learned, isDenied)
  return {
    learnTree,
    learnId: (id, origin) => {
      const entered = origins.indexOf(origin)
      learned.ids.update(id, (known) => {
        if (known === undefined) return isDenied(id) ? undefined : entered
        return known === 0 ? undefined : entered
      })
    },
    learnAddress: (address) => learned.addresses.set(address, 0),
    learn: (value) => learnTree(treeOf(value, () => ({ kind: 'word', value: null }))),
    originOf: (value) => {
      const number = learned.ids.get(normalPublicId(value))
      return number === undefined ? undefined : origins[number]
    },
    addresses: learned.addresses,
    ids: learned.ids,
  }
}
