/** A line of the input with its number, counted from 1. */
export type NumberedLine = { readonly text: string; readonly line: number }

/** One HTTP message of a pasted transcript. */
export type Message = {
  readonly sender: 'client' | 'server'
  readonly status: number | null
  readonly headers: readonly (readonly [name: string, value: string, line: number])[]
  readonly body: readonly NumberedLine[]
}

/** A pasted text, taken apart: the HTTP messages in it, and the lines that belong to none. */
export type Transcript = { readonly messages: readonly Message[]; readonly loose: readonly NumberedLine[] }

type Open = {
  sender: 'client' | 'server'
  status: number | null
  headers: [name: string, value: string, line: number][]
  body: NumberedLine[]
  inBody: boolean
}

// RFC 9112: start lines and fields. Each is anchored, with bounded parts that share no character with the next.
const statusLine = /^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]|$)/
const requestLine = /^[A-Z]{3,10} \S{1,8000} HTTP\/\d/
const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*/
// What a long header value looks like when a terminal or a mail program has broken it.
const brokenValue = /^[A-Za-z0-9+/_-]+={0,2}$/
// What curl -v says about the connection; on a terminal it ends up behind the body.
const curlNoise = /^(?:\* |[{}] \[\d{1,12} bytes data\]$|\[\d{1,12} bytes data\]$)/
const curlAfterBody = '* Connection #'

/** `curl -v` puts "< " before what it received and "> " before what it sent. */
function withoutArrow(text: string): string {
  if (text === '<' || text === '>') return ''
  return text.startsWith('< ') || text.startsWith('> ') ? text.slice(2) : text
}

function opened(text: string): Open | null {
  const status = statusLine.exec(text)
  if (status !== null)
    return { sender: 'server', status: Number(status[1]), headers: [], body: [], inBody: false }
  if (!requestLine.test(text)) return null
  return { sender: 'client', status: null, headers: [], body: [], inBody: false }
}

/** Adds a line of the head; false when it is none. */
function addToHead(open: Open, text: string, line: number): boolean {
  const name = fieldLine.exec(text)
  if (name !== null) {
    open.headers.push([name[1] ?? '', text.slice(name[0].length).trim(), line])
    return true
  }
  const last = open.headers.at(-1)
  const rest = text.trim()
  if (last === undefined || !(/^[ \t]/.test(text) || brokenValue.test(rest))) return false
  last[1] += brokenValue.test(rest) ? rest : ` ${rest}`
  return true
}

function bodyLine(text: string): string {
  const noise = text.lastIndexOf(curlAfterBody)
  return noise === -1 ? text : text.slice(0, noise)
}

/**
 * Takes a pasted `curl -i` or `curl -v` output apart: several exchanges, redirects and interim answers included.
 * Never throws; one pass, linear. What belongs to no message comes back as loose lines.
 */
export function readTranscript(text: string): Transcript {
  const messages: Message[] = []
  const loose: NumberedLine[] = []
  let open: Open | null = null
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1
    const whole = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const plain = withoutArrow(whole)
    const begun = opened(plain)
    if (begun !== null) {
      open = begun
      messages.push(open)
    } else if (open === null) loose.push({ text: whole, line })
    else if (curlNoise.test(whole)) continue
    else if (open.inBody) open.body.push({ text: bodyLine(whole), line })
    else if (plain.trim() === '') open.inBody = true
    else if (!addToHead(open, plain, line)) {
      open.inBody = true
      open.body.push({ text: bodyLine(whole), line })
    }
  }
  return { messages, loose }
}
