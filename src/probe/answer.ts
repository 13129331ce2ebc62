import type { HttpAnswer } from '../core/ports.ts'

/** The first header of that (lower-case) name; undefined when there is none. */
export function header({ headers }: HttpAnswer, name: string): string | undefined {
  return headers.find(([given]) => given === name)?.[1]
}

/** A body as JSON, or why it is none: `cut` when it was too long to be kept whole. */
export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'cut' }

/** Reads a body as JSON; never throws. */
export function jsonOf({ body, bodyTruncated }: HttpAnswer): JsonBody {
  try {
    return { kind: 'json', value: JSON.parse(body) as unknown }
  } catch {
    return { kind: bodyTruncated && /^\s{0,64}[[{]/.test(body) ? 'cut' : 'not-json' }
  }
}

/** The own property of an object or list; undefined for anything else, inherited names included. */
export function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

/** Is this an HTML page, by its type or its first characters? */
export function isHtml(answer: HttpAnswer): boolean {
  const type = header(answer, 'content-type') ?? ''
  return type.toLowerCase().startsWith('text/html') || /^\s{0,64}<(?:!doctype html|html)\b/i.test(answer.body)
}
