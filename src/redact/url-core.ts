// A path segment or query value that could be a key: long, and not just words joined by hyphens.
// Anchored, one class: linear.
const plainWords = /^[a-z]{1,20}(?:[-_][a-z]{1,20}){0,8}$/

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function isKeyLike(text: string): boolean {
  return text.length >= 8 && !plainWords.test(text)
}

/**
 * The parts of a URL that are the credential: password, user name beside no password, key-like path
 * segments and query values. The host is never among them, so it survives. Undefined when the text is not a
 * URL; empty when nothing in it looks like a credential.
 */
export function urlCore(value: string): readonly string[] | undefined {
  if (!/^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(value) || !URL.canParse(value)) return undefined
  const url = new URL(value)
  // Git hosts and others take a token for a user name; a short one beside a password is a name.
  const user = url.password === '' || url.username.length >= 16 ? [url.username] : []
  // A query of one key has no value: `?KEY`.
  const bare = [...url.searchParams].filter(([name, value]) => value === '' && name.length >= 16)
  const raw = [
    ...user,
    url.password,
    ...url.pathname.split('/'),
    ...url.searchParams.values(),
    ...bare.map(([name]) => name),
    url.hash.slice(1),
  ]
  const parts = raw.flatMap((part) => [part, decoded(part)])
  return [...new Set(parts)].filter(isKeyLike)
}
