import { createHmac } from 'node:crypto'
import { alone } from '../text-memory.ts'

/** The marker for a hidden value: `[redacted:kind:tag]`, or `[redacted:kind]` where there is no value for a tag. */
export type Tags = {
  readonly mark: (kind: string, value: string | null) => string
  /** Was this marker made here? Everything else that looks like one is an imitation. */
  readonly isOurs: (marker: string) => boolean
}

// A tag costs so little that of long values it is made anew.
const longestRemembered = 200
const mostRemembered = 50_000

// What can be guessed by trying gets no tag, however it is keyed.
const lowEntropy: readonly string[] = ['password', 'pin', 'cookie', 'credential-name', 'userinfo']

// One class, up to 23 signs: linear.
const ofOneClass = /^(?:[0-9]{1,23}|[a-z]{1,23}|[A-Z]{1,23})$/

// The name in front of the value of a cookie; the padding of base64 is none. Bounded, anchored: linear.
const cookieName = /^[\w.-]{1,60}=(?=[^=])/

/** Could somebody who has the key try all such values? */
function isGuessable(text: string): boolean {
  return text.split(/;\s{0,4}/).every((part) => {
    const value = part.replace(cookieName, '')
    return value.length < 12 || ofOneClass.test(value)
  })
}

/** A kind as it may stand in a marker: a label of a secret reference may hold anything. */
function kindName(kind: string): string {
  // One class, replaced sign by sign: linear.
  const name = kind.slice(0, 60).replace(/[^A-Za-z0-9:._/-]/g, '-')
  return name === '' ? 'secret' : name
}

// A marker of the screen as a whole: a kind, the name of a variable, a reference, or the host of a URL. Bounded classes
// between fixed words. A tag at the end of a marker: a fixed length. Linear.
const ofScreen =
  /^\[redacted:(?:[A-Za-z_-]{1,40}|(?:env:)?[A-Z][A-Z0-9_]{0,80}|(?:file|exec|credential):[A-Za-z0-9._/-]{1,80}|[a-z][a-z0-9+.-]{1,20}:\/\/[A-Za-z0-9.:_-]{1,80}\/\*{3})\]$/
const tagged = /:[0-9a-f]{16}\]$/

/**
 * The same markers over data of a saved run, in which what the screen hid is marked already (`[redacted:label]`):
 * such marks are ours, too, when they have the shape of one. One with a tag is ours only when it was made here.
 */
export function withMarksOfRuns(tags: Tags): Tags {
  return {
    mark: tags.mark,
    isOurs: (marker) => tags.isOurs(marker) || (ofScreen.test(marker) && !tagged.test(marker)),
  }
}

/**
 * Markers of one bundle. The tag is the first 16 hex digits of HMAC-SHA256(key, kind, 0x00, value): equal values
 * have equal tags inside the bundle, and nobody without the key can try values out.
 */
export function createTags(key: Uint8Array): Tags {
  const made = new Set<string>()
  const remembered = new Map<string, string>()
  const tagOf = (kind: string, value: string) => {
    const name = `${kind}\0${value}`
    const known = remembered.get(name)
    if (known !== undefined) return known
    const tag = createHmac('sha256', key).update(name, 'utf8').digest('hex').slice(0, 16)
    if (name.length > longestRemembered) return tag
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(alone(name), tag)
    return tag
  }
  return {
    mark: (kind, value) => {
      const name = kindName(kind)
      const marker =
        value === null || lowEntropy.includes(kind) || isGuessable(value)
          ? `[redacted:${name}]`
          : `[redacted:${name}:${tagOf(kind, value)}]`
      if (!made.has(marker)) made.add(alone(marker))
      return marker
    },
    isOurs: (marker) => made.has(marker),
  }
}
