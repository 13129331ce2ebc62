import type { Problem } from './problem.ts'

const loopback = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/** The URL of a text; undefined when it is not a whole http(s) URL. */
export function httpUrl(text: string): URL | undefined {
  // The URL parser drops spaces, tabs and line feeds and repairs "https:host"; a typo must not be repaired.
  if (!/^https?:\/\/[^\s\\]+$/i.test(text)) return undefined
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** Is this host the machine itself, said literally? */
export function isLoopback(url: URL): boolean {
  return loopback.test(url.hostname)
}

const keyName = /key|token|secret|auth|pass|sig|credential/i
const longestPublicSegment = 15

/**
 * Does a URL hold something that looks like a key: userinfo, a path segment of 16 or more characters, a
 * key-like query parameter, or a long query value or fragment?
 */
export function holdsKey(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return true
  const long = (text: string) => text.length > longestPublicSegment
  if (url.pathname.split('/').some(long) || long(url.hash)) return true
  return [...url.searchParams].some(([name, value]) => keyName.test(name) || long(name) || long(value))
}

/** `scheme://host:port/***`: an endpoint for people, without the part in which keys live. */
export function endpointLabel(url: URL): string {
  return `${url.protocol}//${url.host}/***`
}

/** A URL for a message: userinfo, query and long path segments are masked, and so is what cannot be read. */
export function printableUrl(text: string): string {
  const url = httpUrl(text)
  if (url === undefined) return /^[\w.:/-]{1,60}$/.test(text) && !/[\w-]{20}/.test(text) ? text : '***'
  return holdsKey(url) ? endpointLabel(url) : `${url.protocol}//${url.host}${url.pathname}`
}

/** What is wrong with the address of a service; undefined when nothing is. `http:` is judged elsewhere. */
export function serviceUrlProblem(text: string): Problem | undefined {
  const suggestion = 'Give a whole address such as https://api.example.dev'
  const url = httpUrl(text)
  if (url === undefined) return { problem: 'not a whole http or https address', suggestion }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'this address holds a user name or password', suggestion }
  }
  if (url.search !== '' || url.hash !== '') {
    return { problem: 'an address ends before ? and #', suggestion }
  }
  return undefined
}

/** The service address without its final slash: `https://api.example.dev`, `https://host/base`. */
export function normalServiceUrl(text: string): string {
  return new URL(text).href.replace(/\/$/, '')
}
