import { parseTree } from './json-tree.ts'
import { entryNode, type Node } from './tree.ts'

// The start of base64 of a JSON object (`{"`, `{ `, `{\n`); then both alphabets. Anchored, two classes that share
// no character: linear.
const base64Object = /^(?:ey[A-Za-z0-9]|ew[0-9A-Za-z])[A-Za-z0-9+/_-]{9,}={0,2}$/

const longest = 1_048_576

/** The object in a text that is JSON as a whole; undefined for anything else, also above 1 MiB. Never throws. */
export function jsonInText(text: string): Node | undefined {
  if (text.length > longest || !/^\s{0,16}[{[]/.test(text)) return undefined
  const node = parseTree(text)
  return node?.kind === 'object' || node?.kind === 'list' ? node : undefined
}

/** The object in a text that is base64 of JSON as a whole; undefined for anything else. Never throws. */
export function jsonInBase64(text: string): Node | undefined {
  const run = text.trim().replace(/^"|"$/g, '')
  if (run.length > longest || !base64Object.test(run)) return undefined
  return jsonInText(Buffer.from(run, 'base64').toString('utf8'))
}

function has(node: Node, ...names: readonly string[]): boolean {
  return names.some((name) => entryNode(node, name) !== undefined)
}

/**
 * Is it a payment, or another text that somebody signed to be let in (SIGN-IN-WITH-X)? Terms (`accepts`) and
 * receipts (`success`) are none, whatever else they hold.
 */
export function isPaymentNode(node: Node): boolean {
  if (node.kind !== 'object' || has(node, 'accepts', 'success')) return false
  const payload = entryNode(node, 'payload')
  if (payload?.kind === 'object') {
    return has(node, 'x402Version', 't402Version', 'accepted', 'scheme') || has(payload, 'signature')
  }
  return has(node, 'signature') && has(node, 'authorization', 'permit2Authorization', 'address', 'domain')
}
