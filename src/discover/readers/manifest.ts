import { gathered, listUnder, offerOf, type Reading, sharedTerms, typeOf } from '../item.ts'
import { type DocumentRead, unread } from '../offer.ts'

/**
 * Items with a `resource` and `accepts`, as `/.well-known/x402.json`, `/x402/bazaar.json` and the catalogues of
 * facilitators write them. Tools of MCP have no URL that could be asked and are left out.
 */
export function readManifest(document: unknown, reading: Reading): DocumentRead {
  const list = listUnder(document, ['items', 'resources', 'services', 'endpoints'])
  if (list === null) return unread('it has no list of items')
  const shared = sharedTerms(document)
  const items = list.filter((item) => typeOf(item) !== 'mcp')
  return gathered(items.map((item) => offerOf(item, reading, shared)))
}
