import { shortHash } from '../core/id.ts'
import type { HttpAnswer } from '../core/ports.ts'
import { decodeExposition } from './exposition.ts'
import { numberNames } from './known-catalog.ts'
import type { Read } from './read.ts'
import { readJson } from './read-json.ts'
import { readText } from './read-text.ts'
import type { MetricsExpected, PageLook, Sample } from './shapes.ts'

/** The key of a field map: samples that were read in different ways are not compared. */
export function mappedKey(fields: Readonly<Record<string, string>>): string {
  return shortHash(...Object.entries(fields).sort().flat())
}

function whole(
  read: Read,
  format: Sample['format'],
  about: Pick<MetricsExpected, 'page' | 'fields'>,
  at: string,
): PageLook {
  const unknownNames = Object.entries(about.fields)
    .filter(([name]) => !(numberNames as readonly string[]).includes(name))
    .map(([name, place]) => ({ name, place, why: 'no number of this name is known' }))
  const odd = [...read.odd, ...unknownNames]
  const page = about.page ?? ''
  return { kind: 'sample', sample: { at, page, mapped: mappedKey(about.fields), format, ...read, odd } }
}

/**
 * What one answer of the page tells. Never throws; what a page says that did not let us in is not kept, because
 * it may repeat what it was asked with.
 */
export function lookOf(
  { status, body, bodyTruncated, headers }: HttpAnswer,
  about: Pick<MetricsExpected, 'page' | 'fields' | 'maxBodyBytes'>,
  at: string,
): PageLook {
  if (status === 401 || status === 403) return { kind: 'refused', status, why: `it answers ${status}` }
  if (status >= 300 && status < 400) {
    return { kind: 'redirected', status, why: `it answers ${status}; the token is not sent anywhere else` }
  }
  if (status !== 200) return { kind: 'status', status, why: `it answers ${status}` }
  const unreadable = (why: string): PageLook => ({ kind: 'unreadable', status, why })
  if (bodyTruncated) return unreadable(`it is longer than ${about.maxBodyBytes} bytes`)
  const type = headers.find(([name]) => name === 'content-type')?.[1]?.toLowerCase() ?? ''
  if (type.startsWith('text/html')) return unreadable('it is an HTML page')
  if (/^\s{0,99}[[{]/.test(body)) {
    try {
      return whole(readJson(JSON.parse(body), about.fields), 'json', about, at)
    } catch {
      return unreadable('it begins like JSON and is none')
    }
  }
  const text = decodeExposition(body)
  if (text.kind === 'unreadable') return unreadable(`line ${text.line}: ${text.why}`)
  if (text.samples.length === 0) return unreadable('it holds no sample')
  return whole(readText(text.samples, about.fields), 'text', about, at)
}
