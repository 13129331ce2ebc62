import type { BlockRange } from '../../core/ports.ts'
import { maxTextRead } from './conceal.ts'
import type { FaultKind } from './fault.ts'
import { suggestedRange } from './suggested-range.ts'

/** An error as a JSON-RPC answer carries it. All of it is under the node's control. */
export type RpcError = { readonly code: number | null; readonly message: string; readonly data?: unknown }

/** What an error asks us to do. */
export type ErrorClass = {
  readonly kind: Exclude<FaultKind, 'stalled' | 'aborted'>
  readonly suggestion?: BlockRange
}

type Kind = ErrorClass['kind']

/**
 * Message patterns in the order in which they are tried: codes collide between providers, words hardly.
 * They see at most 2 KiB of lower-case text, and every gap in them is bounded.
 * Order matters: "rate limit" before any other limit; "beyond head" before "block range"; a limit that
 * names a way out ("should work") before "timeout".
 */
const byMessage: readonly (readonly [Kind, RegExp])[] = [
  [
    'rate',
    /rate.?limit|too many requests|request limit|(?:requests|units)(?: per |\/)(?:second|minute|day)|throttl|capacity limit|quota/,
  ],
  [
    'auth',
    /unauthori[sz]ed|unauthenticated|forbidden|must be authenticated|access denied|not authori[sz]ed|(?:invalid|missing|unknown|disabled|expired) (?:api|access|project|auth).{0,16}(?:key|token|id)|(?:api key|token|project id).{0,40}(?:invalid|disabled|expired|missing|required)|require.{0,20}(?:personal token|api key)/,
  ],
  [
    'behind',
    /beyond (?:the )?(?:current|latest|chain|head)|extends beyond|header not found|(?:unknown|future) block|block (?:is )?not found|after last accepted block|(?:greater|higher) than (?:the )?(?:latest|current|head)|blocks? specified in filter.{0,60}cannot be found/,
  ],
  ['final', /filter.{0,24}(?:not found|gone|expired|not exist)|invalid block range/],
  ['range', /should work|try with this block range|retry with (?:the|this) range|block range/],
  [
    'range',
    /more than [\d,]{1,12} (?:results|logs|blocks)|(?:log )?response size (?:exceeded|should not)|response (?:is )?too (?:large|big)|query timeout|max(?:imum)? (?:results|logs)|too many (?:results|logs|blocks)|exceeds? (?:the )?(?:max|limit).{0,24}(?:results|logs|blocks)|\d logs\b/,
  ],
  [
    'range',
    /limited to (?:a )?[\d,]{1,12}(?: blocks?)? range|ranges? over [\d,]{1,12}|range [\d,]{1,16} exceeds|range (?:is )?too (?:large|wide|big)|exceeds? the range/,
  ],
  [
    'final',
    /execution reverted|vm execution error|missing trie node|state (?:is )?(?:not available|unavailable|pruned)|pruned/,
  ],
  [
    'method',
    /method.{0,80}(?:not found|not available|not supported|unsupported|disabled|not allowed|not exist|not whitelisted)|unsupported method/,
  ],
  [
    'transient',
    /no backend.{0,40}healthy|gateway time-?out|timed? ?-?out|temporar|try again|overloaded|unavailable|internal (?:server )?error|bad gateway/,
  ],
]

const byCode: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [429, 'rate'],
  [-32007, 'rate'],
  [-32016, 'rate'],
  [-32029, 'rate'],
  [-32614, 'range'],
  [-32701, 'range'],
  [-32062, 'range'],
  [-32601, 'method'],
  [-32004, 'method'],
  [401, 'auth'],
  [403, 'auth'],
  [-32603, 'transient'],
])

function textOf(error: RpcError): string {
  const { data } = error
  const more = typeof data === 'string' ? data : typeof data === 'object' && data !== null ? words(data) : ''
  return `${error.message.slice(0, maxTextRead)} ${more}`.slice(0, maxTextRead).toLowerCase()
}

/** Infura puts the range that works into `data: {from, to}`; others put a sentence into `data.message`. */
function words(data: object): string {
  const { from, to, message } = data as { from?: unknown; to?: unknown; message?: unknown }
  const pair =
    typeof from === 'string' && typeof to === 'string' ? `[${from.slice(0, 20)}, ${to.slice(0, 20)}]` : ''
  return `${pair} ${typeof message === 'string' ? message.slice(0, maxTextRead) : ''}`
}

function kindByCode(code: number | null, text: string): Kind {
  if (code === null) return 'final'
  // BSC's public nodes switch eth_getLogs off in these two words; asking for less never helps there.
  if (code === -32005) return text.trim() === 'limit exceeded' ? 'method' : 'rate'
  const known = byCode.get(code)
  if (known !== undefined) return known
  return code <= -32000 && code >= -32099 ? 'transient' : 'final'
}

/**
 * What a provider's error asks us to do: the message decides, the code only when the words say nothing.
 * Pure and total. A suggestion is given only for `range` and only when it is a strict part of `asked`.
 */
export function classifyError(error: RpcError, asked?: BlockRange): ErrorClass {
  const text = textOf(error)
  const kind = byMessage.find(([, pattern]) => pattern.test(text))?.[0] ?? kindByCode(error.code, text)
  const suggestion = kind === 'range' && asked !== undefined ? suggestedRange(text, asked) : undefined
  return suggestion === undefined ? { kind } : { kind, suggestion }
}
