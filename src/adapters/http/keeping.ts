import type { WireAnswer } from './wire.ts'

/** Servers close idle connections after five seconds and more; one that says its time is believed. */
export const mostIdleMs = 4000
/** A request that is on its way when a server closes is lost; so much earlier we close. */
const marginMs = 1000

/** Methods that may be sent a second time: the server does nothing more by it. */
export const repeatable: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
const staleCodes: readonly unknown[] = [undefined, 'ECONNRESET', 'EPIPE']

/**
 * May a request be sent again after a kept connection broke before a byte of its answer came? A server may close one
 * while the request is on its way: that says nothing about it.
 */
export function isStale(method: string, failure: Error | null): boolean {
  const code = (failure as NodeJS.ErrnoException | null)?.code
  return repeatable.includes(method) && staleCodes.includes(code)
}

// RFC 9112 9.3 and the draft of Keep-Alive; a word, and bounded digits after a fixed name: linear.
const closing = /\bclose\b/i
const told = /\btimeout=(\d{1,5})\b/i

/** How long a connection may wait for its next request; 0 = it must be closed. */
export function idleMsAfter(headers: WireAnswer['headers']): number {
  let ms = mostIdleMs
  for (const [name, value] of headers) {
    if (name === 'connection' && closing.test(value)) return 0
    if (name !== 'keep-alive') continue
    const [, seconds] = told.exec(value) ?? []
    if (seconds !== undefined) ms = Math.min(ms, Number(seconds) * 1000 - marginMs)
  }
  return Math.max(0, ms)
}
