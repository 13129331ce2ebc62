import { authorization } from '../rules/authorization.ts'
import { cutOff } from '../rules/cut-off.ts'
import { labelledKeys } from '../rules/labelled-keys.ts'
import { paymentHeaders } from '../rules/payment-headers.ts'
import { pem } from '../rules/pem.ts'
import type { RedactionRule } from '../rules/rule.ts'
import { signatures } from '../rules/signatures.ts'
import { urlCredentials } from '../rules/url-credentials.ts'
import { vendorTokens } from '../rules/vendor-tokens.ts'
import { outlineOf } from './outline.ts'
import type { Span } from './span.ts'

// What a text must hold for a rule of the screen to find anything. Alternations of fixed words: linear.
const gates: readonly (readonly [RedactionRule, RegExp])[] = [
  [pem, /PRIVATE KEY/],
  [
    paymentHeaders,
    /x[-_]payment|payment[-_]signature|"transaction|ey[A-Z][A-Za-z0-9+/_-]{29}|ew[0-9A-Za-z]{30}/i,
  ],
  [authorization, /bearer|basic|authorization|cookie|eyJ|x-(?:api|access|auth|amz)/i],
  [urlCredentials, /:\/\/|[?&;][A-Za-z_-]{2,13}=/],
  [labelledKeys, /key|seed|mnemonic|passw|secret|token|phrase/i],
  [signatures, /signature|[rs]\\{0,4}["']\s{0,3}:/i],
  [
    vendorTokens,
    /gh[opusr]_|github_pat_|glpat-|npm_|[sr]k_(?:live|test)_|whsec_|xox|xapp-|sk-|AKIA|ASIA|AIza|:AA|fm2_|FlyV1|AGE-SECRET|[xyz]prv/i,
  ],
  [cutOff, /\.\.\./],
]

const mask = /\[redacted:([^\]]{1,60})\]/g

/**
 * Where a rule changed a text, by walking along what it left. A rule may put quotes around a mask that were not
 * in the text; undefined when the two texts cannot be laid side by side.
 */
export function changedPlaces(text: string, shown: string, rule: string): readonly Span[] | undefined {
  const spans: Span[] = []
  let from = 0
  let shownFrom = 0
  let kind = ''
  const close = (literal: string, isLast: boolean): boolean => {
    if (kind === '') {
      from = literal.length
      return text.startsWith(literal)
    }
    const at = isLast ? text.length - literal.length : text.indexOf(literal, from)
    if (at < from || !text.startsWith(literal, at)) return false
    spans.push({ start: from, end: at, rule, kind, value: text.slice(from, at) })
    from = at + literal.length
    return true
  }
  for (const match of shown.matchAll(mask)) {
    if (!close(shown.slice(shownFrom, match.index), false)) return undefined
    kind = match[1] ?? rule
    shownFrom = match.index + match[0].length
  }
  return close(shown.slice(shownFrom), true) ? spans : undefined
}

/** The places where one rule hides something. Where they cannot be told, the whole text is one place. */
function placesOf(text: string, rule: RedactionRule): readonly Span[] {
  const shown = rule.apply(text)
  if (shown === text) return []
  const whole = [{ start: 0, end: text.length, rule: rule.name, kind: rule.name, value: text }]
  return (
    changedPlaces(text, shown, rule.name) ??
    changedPlaces(text, withoutAddedQuotes(shown), rule.name) ??
    whole
  )
}

// Quotes that a rule put around a mask in place of a bare number. Bounded: linear.
function withoutAddedQuotes(shown: string): string {
  return shown.replace(/\\{0,8}["'](\[redacted:[^\]]{1,60}\])\\{0,8}["']/g, '$1')
}

/** What the rules of the screen would hide in a text, as places. */
export function placesByRules(text: string): readonly Span[] {
  const spans: Span[] = []
  const { hex } = outlineOf(text)
  for (const [rule, gate] of gates) {
    if (gate.test(text) || (hex >= 128 && rule === signatures)) spans.push(...placesOf(text, rule))
  }
  return spans
}
