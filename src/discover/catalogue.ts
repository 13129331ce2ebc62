import { safe } from '../core/safe.ts'
import { field, isJsonObject } from '../x402/fields.ts'
import { locate } from './locate.ts'
import type { DocumentRead, FoundRoute, LeftOut } from './shapes.ts'

const maxItems = 2000
const listKeys = ['resources', 'items', 'routes', 'endpoints', 'tools', 'services'] as const

function listIn(document: unknown): readonly unknown[] | null {
  if (Array.isArray(document)) return document.slice(0, maxItems)
  for (const key of listKeys) {
    const list = field(document, key)
    if (Array.isArray(list)) return list.slice(0, maxItems)
  }
  return null
}

function textOf(...candidates: readonly unknown[]): string | null {
  const found = candidates.find((one) => typeof one === 'string' && one !== '')
  return typeof found === 'string' ? found : null
}

type Named = { readonly method: string | null; readonly url: string }

// "POST /api/x" or a URL. Verbs are 3 to 7 letters and one space ends them: linear.
const verbAndPath = /^(GET|POST|PUT|PATCH|DELETE) (\S{1,500})$/i

function namedIn(item: unknown): Named | null {
  if (typeof item === 'string') {
    const match = verbAndPath.exec(item)
    return match === null ? { method: null, url: item } : { method: match[1] ?? null, url: match[2] ?? '' }
  }
  const resource = field(item, 'resource')
  const url = textOf(
    resource,
    field(resource, 'url'),
    field(item, 'url'),
    field(item, 'path'),
    field(item, 'endpoint'),
    field(item, 'route'),
  )
  if (url === null) return null
  const inline = verbAndPath.exec(url)
  const method = textOf(field(item, 'method'), field(field(item, 'input'), 'method'), inline?.[1])
  return { method, url: inline?.[2] ?? url }
}

function isMarkedPaid(item: unknown): boolean {
  if (!isJsonObject(item)) return false
  const marks = ['accepts', 'price', 'priceUsd', 'amount', 'x402', 'payment', 'paid', 'x-payment-info']
  return marks.some((key) => ![undefined, null, false, 0, ''].includes(field(item, key) as string))
}

/**
 * The routes of a catalogue: a list of URLs, of "VERB /path", or of objects with a URL. Where a catalogue
 * may name free tools as well (`only` = marked), only entries that speak of a price are taken.
 */
export function readCatalogue(
  document: unknown,
  baseUrl: string,
  source: string,
  only: 'every' | 'marked',
): DocumentRead {
  const list = listIn(document)
  if (list === null) return { routes: [], leftOut: [], problem: 'it has no list of resources' }
  const routes: FoundRoute[] = []
  const leftOut: LeftOut[] = []
  for (const item of list.filter((one) => only === 'every' || isMarkedPaid(one))) {
    const named = namedIn(item)
    if (named === null) {
      leftOut.push({ what: 'an entry', source, why: 'no URL and no path' })
      continue
    }
    const place = locate(named.url, baseUrl)
    const method = named.method?.toUpperCase() ?? 'GET'
    // The query of a refused URL may hold keys.
    const what = safe(`${method} ${named.url.split(/[?#]/, 1)[0] ?? ''}`, 200)
    if (!place.ok) leftOut.push({ what, source, why: place.why })
    else if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(method))
      leftOut.push({ what, source, why: 'a method that is not asked' })
    else routes.push({ method, path: place.path, source, methodSaid: named.method !== null })
  }
  return { routes, leftOut, problem: null }
}
