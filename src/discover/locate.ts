import { safe } from '../core/safe.ts'

/** A place on the operator's own origin, or why a text is none; `origin` when it lives elsewhere. */
export type Place =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly why: string; readonly origin?: string }

const maxPathChars = 500

/**
 * The path of an absolute URL or of a path, below the base URL and without its query, which may hold keys.
 * Refused: other origins, because a document must not send us anywhere; places outside the base URL's path;
 * credentials; white space; overlong paths.
 */
export function locate(text: string, baseUrl: string): Place {
  if (text.length > maxPathChars) return { ok: false, why: `longer than ${maxPathChars} characters` }
  // Nobody writes a URL with blanks; encoding them would hide from the redactor what stands between them.
  if (/\s/.test(text)) return { ok: false, why: 'white space in it' }
  if (!URL.canParse(text, baseUrl) || !URL.canParse(baseUrl)) return { ok: false, why: 'not a URL' }
  const [url, base] = [new URL(text, baseUrl), new URL(baseUrl)]
  if (url.origin !== base.origin) {
    const origin = safe(url.origin, 80)
    return { ok: false, why: `another origin (${origin})`, origin }
  }
  if (url.username !== '' || url.password !== '') return { ok: false, why: 'credentials in the URL' }
  if (/[{}]|%7b|%7d/i.test(url.pathname)) return { ok: false, why: 'a path parameter without an example' }
  const prefix = base.pathname.replace(/\/$/, '')
  if (url.pathname !== prefix && !url.pathname.startsWith(`${prefix}/`))
    return { ok: false, why: 'outside the path of the base URL' }
  // A path that begins with two slashes names a host once somebody resolves it.
  return { ok: true, path: `/${url.pathname.slice(prefix.length).replace(/^\/+/, '')}` }
}
