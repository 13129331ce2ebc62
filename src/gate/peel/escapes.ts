import { gather, lineAt, rewrite, seam, type View } from '../view.ts'

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

// Colour codes in both directions, then marks that no screen shows, then full-width letters. Every alternative starts with a
// letter of its own and the runs inside exclude what ends them: linear.
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with ESC
  /\u001b\[[0-?]{0,32}[ -/]{0,4}[@-~]|[@-Z^-~][0-9;]{0,16}\[\u001b|\u001b\][^\u0007\u001b]{0,512}(?:\u0007|\u001b\\)|[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+|\u034f|\ufe0f|[\uff01-\uff5e]/g

// A backslash and at most ten characters: linear.
const backslashed =
  /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|([nrtbf0e])|(\r?\n)|([^\w\s]))/g

// Fixed triples, no alternative: linear.
const percented = /(?:%[0-9A-Fa-f]{2})+/g

// Ten characters at most behind one `&`: linear.
const entity = /&(?:#(\d{2,7})|#[xX]([0-9a-fA-F]{2,6})|([a-z]{2,8}));?/g

// Two or three characters behind one `=`: linear.
const quoted = /=(?:\r?\n|([0-9A-F]{2}))/g

// A sign that joins two literals, or the end of a line that is no end of a structure. The runs of white space
// are bounded and divided by other characters: linear.
const joint =
  /["'`][ \t]{0,8}(?:[+.&|][ \t]{0,8}(?:\r?\n[ \t]{0,40})?|\r?\n[ \t]{0,40}[+.&|]?[ \t]{0,8})["'`](?![:}\]])|(?<=[^\s{}()[\]<>"'`\uf8ff])[ \t]{0,8}\\?\r?\n[ \t>|#*]{0,40}(?=[^\s{}()[\]<>"'`\uf8ff])/g

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
  (view) => rewrite(view, joint, ([text]) => (/^[ \t]/.test(text) ? ' ' : '')),
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

// Escapes whose sign stands behind them: text that was reversed. Fixed widths, at least three in a row, each
// tried only where its sign occurs. A sign before the first means that the text runs forward.
const backwards: readonly (readonly [string, RegExp])[] = [
  ['%', /(?<!%)(?:[0-9a-fA-F]{2}%[^%\r\n]{0,3}){3,}/g],
  [
    '\\',
    /(?<!\\[ux]?[0-9a-fA-F]{0,4})(?:(?:[0-9a-fA-F]{4}u|[0-9a-fA-F]{2}x|[0-7]{2}[0-3])\\[^\\\r\n]{0,3}){3,}/g,
  ],
  ['#&', /(?:;[0-9a-fA-F]{2,4}[xX]?#&[^;&\r\n]{0,3}){3,}/g],
  ['=', /(?<!=)(?:[0-9A-F]{2}=){3,}/g],
]

/** How much of the text around reversed escapes is turned with them. */
const around = 96

function unreverse(view: View): View | null {
  const out = gather()
  for (const [sign, pattern] of backwards) {
    if (!view.text.includes(sign)) continue
    let done = 0
    for (const match of view.text.matchAll(pattern)) {
      const end = match.index + match[0].length
      const text = view.text.slice(Math.max(done, match.index - around), end + around)
      out.add(`${backward(text)}${seam}`, lineAt(view, match.index))
      done = end
    }
  }
  return out.view()
}

/** The text from its end to its start. */
export function backward(text: string): string {
  let out = ''
  for (let at = text.length - 1; at >= 0; at -= 1) out += text[at]
  return out
}
