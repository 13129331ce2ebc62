import { gather, lineAt, rewrite, type View } from '../view.ts'

/** Undoes one way of writing text; null when the text is not written so. */
export type Peel = (view: View) => View | null

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  plus: '+',
  equals: '=',
  colon: ':',
  commat: '@',
  lowbar: '_',
  hyphen: '-',
  num: '#',
  nbsp: ' ',
  shy: '',
}
const short: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '',
  f: '',
  0: '',
  e: '\u001b',
}

const letter = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '')

// Colour codes, then marks that no screen shows, then full-width letters. Every alternative starts with a
// letter of its own and the runs inside exclude what ends them: linear.
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with ESC
  /\u001b\[[0-?]{0,32}[ -/]{0,4}[@-~]|\u001b\][^\u0007\u001b]{0,512}(?:\u0007|\u001b\\)|[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]+|[\uff01-\uff5e]/g

// A backslash and at most ten characters: linear.
const backslashed =
  /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|([nrtbf0e])|(\r?\n)|([^\w\s]))/g

// Fixed triples, no alternative: linear.
const percented = /(?:%[0-9A-Fa-f]{2})+/g

// Ten characters at most behind one `&`: linear.
const entity = /&(?:#(\d{2,7})|#[xX]([0-9a-fA-F]{2,6})|([a-z]{2,8}));?/g

// Two or three characters behind one `=`: linear.
const quoted = /=(?:\r?\n|([0-9A-F]{2}))/g

// The end of a line, or a sign that joins two literals, between letters of a dense text. The runs of white
// space are bounded and only one side can match them: linear.
const joint =
  /(?<=[A-Za-z0-9+/=_%\\-])(?:["'`][ \t]{0,8}[+.,&|]?[ \t]{0,8}(?:\r?\n[ \t]{0,40})?[+.&|]?[ \t]{0,8}["'`]|[ \t]{0,8}\\?\r?\n[ \t>|#*]{0,40})(?=[A-Za-z0-9+/=_%\\-])/g

/** Every way of writing text that is undone, each on its own. */
export const escapes: readonly Peel[] = [
  (view) =>
    rewrite(view, unseen, ([text]) =>
      text >= '\uff01' && text <= '\uff5e' ? letter(text.charCodeAt(0) - 0xfee0) : '',
    ),
  (view) => (view.text.includes('\\') ? rewrite(view, backslashed, unslash) : null),
  (view) => (view.text.includes('%') ? rewrite(view, percented, ([text]) => unpercent(text)) : null),
  (view) =>
    view.text.includes('&')
      ? rewrite(view, entity, ([text, decimal, hex, name]) => {
          if (decimal !== undefined) return letter(Number(decimal))
          return hex === undefined ? (named[name ?? ''] ?? text) : letter(Number.parseInt(hex, 16))
        })
      : null,
  (view) => rewrite(view, quoted, ([, hex]) => (hex === undefined ? '' : letter(Number.parseInt(hex, 16)))),
  (view) => rewrite(view, joint, () => ''),
  unreverse,
]

function unslash([text, braced, four, two, octal, mark, wrap, sign]: RegExpExecArray): string {
  const hex = braced ?? four ?? two
  if (hex !== undefined) return letter(Number.parseInt(hex, 16))
  if (octal !== undefined) return letter(Number.parseInt(octal, 8))
  if (mark !== undefined) return short[mark] ?? text
  return wrap === undefined ? (sign ?? text) : ''
}

function unpercent(text: string): string {
  const bytes = Buffer.from(text.replaceAll('%', ''), 'hex')
  const decoded = bytes.toString('utf8')
  return decoded.includes('\ufffd') ? bytes.toString('latin1') : decoded
}

// Escapes whose sign stands behind them: text that was reversed. Fixed widths, at least three in a row.
const backwards =
  /(?:[0-9a-fA-F]{2}%[^%\r\n]{0,3}){3,}|(?:[0-9a-fA-F]{4}u\\[^\\\r\n]{0,3}){3,}|(?:[0-9a-fA-F]{2}x\\[^\\\r\n]{0,3}){3,}|(?:;[0-9]{2,3}#&[^;&\r\n]{0,3}){3,}|(?:;[0-9a-fA-F]{2}[xX]#&[^;&\r\n]{0,3}){3,}|(?:[0-9A-F]{2}=){3,}/g

function unreverse(view: View): View | null {
  const out = gather()
  for (const match of view.text.matchAll(backwards)) {
    const from = Math.max(0, match.index - 96)
    const text = view.text.slice(from, match.index + match[0].length + 96)
    out.add(`${backward(text)}\n`, lineAt(view, match.index))
  }
  return out.view()
}

/** The text from its end to its start. */
export function backward(text: string): string {
  let out = ''
  for (let at = text.length - 1; at >= 0; at -= 1) out += text[at]
  return out
}
