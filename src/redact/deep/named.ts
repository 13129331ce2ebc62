import { classOfLabel, plainLabel } from './labels.ts'
import type { DeepRule, Span } from './span.ts'

// A name, then a value in XML (`<NAME>value<`), as an attribute beside it (`key="NAME" value="value"`), or in a
// sentence (`NAME is value`). The name and the value are bounded, and what divides them is none of their signs: linear.
const element = /<([A-Za-z][A-Za-z0-9_.-]{2,60})>([^<>\s]{6,400})</g
const attribute =
  /\b(?:key|name)=["']([A-Za-z][A-Za-z0-9_.-]{2,60})["']\s{1,4}value=["']([^"'<>\s]{6,400})["']/g
const sentence = /\b([A-Za-z][A-Za-z0-9]{0,30}(?:[_-][A-Za-z0-9]{1,30}){1,5}) is ([^\s"'`,;<>]{6,400})/g

// A name, then base64 as a value: its slashes make a path of it to whoever does not read the name.
const assigned =
  /\b([A-Za-z][A-Za-z0-9_.-]{2,60})\\{0,4}["']?\s{0,3}[=:]{1,2}\s{0,3}\\{0,4}["']?([A-Za-z0-9+][A-Za-z0-9+/_-]{29,400}={0,2})/g
const mixed = /^(?=[^+/]{0,400}[+/])(?=[^A-Z]{0,400}[A-Z])(?=[^a-z]{0,400}[a-z])(?=\D{0,400}\d)/

// A word of prose or the reference of a setting, where a secret could stand.
const harmless = /^(?:[A-Za-z]?[a-z-]{0,30}[.:!?)]?|(?:env|file|exec):.{0,200})$/

// A variable and a word as its value: behind `=` without a blank stands no sentence. Both bounded, divided by a sign
// that neither holds: linear.
const variable = /\b([A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){0,6})=\\{0,4}["']?([A-Za-z-]{6,60})(?![\w.:/=-])/g

// What a program says of a variable whose value it keeps to itself.
const state =
  /^(?:required|missing|hidden|masked|redacted|present|absent|configured|not-configured|undefined|default|expired|invalid|string|removed|changed|rotated)$/i

function find(text: string): readonly Span[] {
  const spans: Span[] = []
  for (const { index, 0: whole, 1: name = '', 2: value = '' } of text.includes('=')
    ? text.matchAll(variable)
    : []) {
    if (classOfLabel(plainLabel(name)) !== 'secret' || state.test(value)) continue
    const start = index + whole.length - value.length
    spans.push({ start, end: start + value.length, rule: 'named-value', kind: 'password', value: null })
  }
  for (const pattern of [element, attribute, sentence]) {
    for (const { index, 0: whole, 1: name = '', 2: value = '' } of text.matchAll(pattern)) {
      if (classOfLabel(plainLabel(name)) !== 'secret' || harmless.test(value)) continue
      const start = index + whole.lastIndexOf(value)
      spans.push({ start, end: start + value.length, rule: 'named-value', kind: 'secret', value: null })
    }
  }
  for (const { index, 0: whole, 1: name = '', 2: value = '' } of text.matchAll(assigned)) {
    if (classOfLabel(plainLabel(name)) !== 'secret' || !mixed.test(value)) continue
    const start = index + whole.length - value.length
    spans.push({ start, end: start + value.length, rule: 'named-value', kind: 'secret', value })
  }
  return spans
}

// A name whose value stands in the lines below it (`NAME: |` of YAML). The name is bounded; of the lines below it
// each is indented, and what divides them is none of their signs: linear.
const block =
  /^[ \t]{0,40}([A-Za-z][A-Za-z0-9_.-]{2,60}): [|>][+-]?\r?\n((?:[ \t]{1,40}[^\s:]{6,400}(?:\r?\n|$)){1,40})/gm

/** The lines below the name of a secret, from the line end in front of them on. */
export function blocksBehindNames(lines: string): readonly Span[] {
  return [...lines.matchAll(block)].flatMap((match): readonly Span[] => {
    const [whole, name = '', value = ''] = match
    if (classOfLabel(plainLabel(name)) !== 'secret') return []
    const end = match.index + whole.trimEnd().length
    const start = match.index + whole.lastIndexOf(value) - 1
    return [{ start, end, rule: 'named-value', kind: 'secret', value: null }]
  })
}

/** Values behind the name of a secret that neither `=` nor `:` divides from it, and words behind that of a variable. */
export const namedValues: DeepRule = {
  name: 'named-value',
  mustHide: [
    '<config><DB_PASSWORD>CANARY-4711</DB_PASSWORD></config>',
    '<add key="adminPassword" value="CANARY-4711"/>',
    'the ADMIN_PASSWORD is CANARY-4711 as agreed',
    'started with DB_PASSWORD=CANARYcanary and ADMIN_PASSWORD="canaryCANARY"',
    'secretAccessKey: CANARYdbJQm/Hhu65Wkwq+V/CANARYbNLq/vDfOmxlh',
  ],
  mustKeep: [
    '<config><password>required</password><host>api.example</host></config>',
    '<add key="requestId" value="req-4711-0815"/>',
    'started with DB_PASSWORD=required, X402_NETWORK=base-mainnet and TOKEN=usdcoin',
    'the session_token is required, the run-id is 20261121T074002Z-reconcile-k3f9',
  ],
  find,
}
