import { beyondMarks, hidden } from '../marks.ts'
import { isHiddenObject } from './packed.ts'

/** A form that only secrets have. */
export type Shape = {
  readonly rule: string
  /** Global, with `d` never needed: the match begins where the finding is. */
  readonly pattern: RegExp
  /** Text that every match holds, in lower case; the pattern is not tried without it. */
  readonly needs?: readonly string[]
  /** Says no to a match that is not a secret after all. */
  readonly accept?: (match: RegExpExecArray) => boolean
}

/** Where a shape was found. */
export type ShapeHit = { readonly at: number; readonly rule: string }

// What stands where a value was: stars, names of places, words for "is there", the bracket of a mark that is
// judged where it is decoded. Anchored, one alternative each: linear.
const stand =
  /^(?:(?:%(?:25){0,3}5b|\\{1,8}(?:u00|x)5b|&#(?:91|x5b);|&lbrack;)redacted|\*{3}|x{4,}|<|\$\{|\$\(|\$[A-Z_]|\{\{|%[A-Z_]+%|present|absent|missing|set\b|unset|none|null|undefined|true|false|required|optional|string|env:|file:|exec:|credential:|process\.env|os\.environ|new |(?:uint8array|buffer|bytes)\b|your[-_ ]|example|changeme|placeholder|\.\.\.|…)/i

// The marks of other programs, which hold a word or two at most. Anchored at both ends, bounded: linear.
const foreign =
  /^[[<(]?(?:redacted|withheld|hidden|masked|removed|filtered)(?:[ :][A-Za-z .]{0,40})?[\])>]?$/i

/** Whether a value is a stand-in and no secret; of a value with marks of ours nothing may be left over. */
export function isStandIn(value: string): boolean {
  if (value.includes(hidden)) return beyondMarks(value) === ''
  const trimmed = value.trim()
  return stand.test(trimmed) || foreign.test(trimmed) || isHiddenObject(trimmed)
}

/** Whether a value looks drawn by chance: letters and digits mixed, long enough, not one of the public ids. */
export function isDense(value: string, least: number): boolean {
  if (value.length < least || isStandIn(value) || isPublicId(value)) return false
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value)
}

// Addresses, function selectors, UUIDs, ULIDs, times, CAIP-2 ids. Anchored and of fixed length: linear.
const publicId =
  /^(?:0x[0-9a-f]{40}|0x[0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[01][0-9A-HJKMNP-TV-Z]{25}|\d{8}T\d{6}Z.{0,40}|eip155:.{1,80}|solana:.{1,120}|sha(?:256|512)[:-].{1,100})$/i

/** Whether a value is an id that anybody may read. */
export function isPublicId(value: string): boolean {
  return publicId.test(value)
}
