import { derivedForms } from './derived-forms.ts'
import { createSearch, type Pattern } from './patterns.ts'
import { urlCore } from './url-core.ts'

/** A secret that was resolved in this run, and the name people know it by. */
export type KnownValue = { readonly label: string; readonly value: string }

/** Hides the secrets of this run. `warnings` are one sentence each and name labels only. */
export type KnownValues = {
  readonly hide: (text: string) => string
  readonly warnings: readonly string[]
}

const shortest = 8

/** Is a value too common to be looked for without its name? A number of ordinary size is one, too. */
function isCommon(value: string): boolean {
  return value.length < shortest || /^\d{1,19}$/.test(value)
}

/** A short value is hidden only where its name stands in front, or every `1234` of a report would go. */
function labelledForms({ label, value }: KnownValue): readonly string[] {
  // A reference is labelled `env:NAME`; elsewhere the value stands behind the name alone.
  const names = label.startsWith('env:') ? [label, label.slice('env:'.length)] : [label]
  const joints = ['=', ': ', ':', '="', '":"', '": "', "='", "': '", '\\":\\"']
  return names.flatMap((name) => joints.map((joint) => `${name}${joint}${value}`))
}

/**
 * The texts to look for so that a known value is found: its derived forms and what `further` adds, of a URL
 * those of the credential in it, of a common value only itself behind its name.
 */
export function knownPatterns(
  { label, value }: KnownValue,
  further: (text: string) => readonly string[] = () => [],
): readonly string[] {
  const known = { label, value: value.trim() }
  if (isCommon(known.value)) return labelledForms(known)
  const core = urlCore(known.value)
  const secrets = core === undefined || core.length === 0 ? [known.value] : core
  const forms = secrets.flatMap((secret) => [...derivedForms(secret), ...further(secret)])
  return forms.filter((form) => form.length >= shortest)
}

/**
 * A matcher over all known values and their derived forms; `hide` puts `[redacted:label]` in their place in
 * one pass. Of a URL only the credential goes, its host stays; a URL without a visible credential goes
 * whole. Values under 8 characters and plain numbers go only behind their label, which `warnings` says.
 * Empty values are ignored.
 * @example createKnownValues([{ label: 'RPC_A', value: resolved.reveal() }]).hide(line)
 */
export function createKnownValues(values: readonly KnownValue[]): KnownValues {
  const used = values
    .map(({ label, value }) => ({ label, value: value.trim() }))
    .filter(({ value }) => value !== '')
  const patterns = used.flatMap((known) =>
    knownPatterns(known).map((text): Pattern => ({ text, label: known.label })),
  )
  const search = createSearch(patterns)
  const hide = (text: string): string => {
    let shown = ''
    let from = 0
    for (const { start, end, label } of search(text)) {
      shown += `${text.slice(from, start)}[redacted:${label}]`
      from = end
    }
    return from === 0 ? text : shown + text.slice(from)
  }
  const common = used.filter(({ value }) => isCommon(value))
  return {
    hide,
    warnings: common.map(
      ({ label }) =>
        `${label} is a number or under ${shortest} characters: it is hidden only behind its name`,
    ),
  }
}
