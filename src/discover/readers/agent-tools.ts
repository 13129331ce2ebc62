import { isJsonObject } from '../../x402/fields.ts'
import type { Reading } from '../item.ts'
import { type DocumentRead, unread } from '../offer.ts'
import { readMarkedList } from './catalogue.ts'

/**
 * `/.well-known/agent-tools.json`: `tools` with an endpoint, and `x402.resources` in some. A manifest that names no
 * tool that costs anything is none of ours and says nothing.
 */
export function readAgentTools(document: unknown, reading: Reading): DocumentRead {
  if (!isJsonObject(document) && !Array.isArray(document)) return unread('it is no object and no list')
  const read = readMarkedList(document, reading)
  return read.problem === null ? read : { offers: [], leftOut: [], problem: null }
}
