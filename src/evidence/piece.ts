import type { LongFile, LongText } from '../core/bundle.ts'
import { freeze, toJson } from '../core/json.ts'
import type { BundleRedactor, Hidden } from './bundle-redactor.ts'
import { createTextBytes } from './text-bytes.ts'

/**
 * What a file of the bundle holds before it is redacted. `json` is one document, `lines` one document on each
 * line, `frozen` the same in the form that keeps amounts as bigint (`freeze`), `text` free text such as a note
 * of the operator, `file` a file that was given whole and whose form is recognised, `long` free text or JSON per line
 * that is never held as one text.
 */
export type PieceBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'lines'; readonly values: readonly unknown[] }
  | { readonly kind: 'frozen'; readonly values: readonly unknown[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'long'; readonly long: LongText }

/** A body that stands in memory. */
export type HeldBody = Exclude<PieceBody, { readonly kind: 'long' }>

/** A long file that is hidden already. */
export type HiddenLong = { readonly file: LongFile; readonly hidden: Hidden<null> }

/** One file to be: `path` is made by us, `note` is its line in the list of files and is redacted, too. */
export type Piece = { readonly path: string; readonly note: string; readonly body: PieceBody }

/** Gives the redactor all structured data of a piece to learn from. */
export function learnPiece({ body }: Piece, redactor: BundleRedactor): void {
  if (body.kind === 'json') redactor.learn(body.value)
  else if (body.kind === 'lines' || body.kind === 'frozen') redactor.learn(body.values)
}

const oneAnother = (values: readonly unknown[], write: (value: unknown) => string) =>
  values.map((value) => `${write(value)}\n`).join('')

function hideBody(
  body: Exclude<HeldBody, { readonly kind: 'file' }>,
  redactor: BundleRedactor,
): Hidden<HeldBody> {
  switch (body.kind) {
    case 'json': {
      const hidden = redactor.data(body.value)
      return { ...hidden, value: { kind: 'json', value: hidden.value } }
    }
    case 'text': {
      const hidden = redactor.text(body.text)
      return { ...hidden, value: { kind: 'text', text: hidden.value } }
    }
    default: {
      const hidden = redactor.data(body.values)
      return { ...hidden, value: { kind: body.kind, values: hidden.value } }
    }
  }
}

/** The text of a body as it would stand in a bundle. The same body gives the same text. */
export function bodyText(body: HeldBody): string {
  switch (body.kind) {
    case 'json':
      return `${toJson(body.value ?? null, 'pretty')}\n`
    case 'lines':
      return oneAnother(body.values, (value) => toJson(value))
    case 'frozen':
      return oneAnother(body.values, freeze)
    default:
      return body.text.endsWith('\n') || body.text === '' ? body.text : `${body.text}\n`
  }
}

/** The bytes of a file of the bundle, hidden. A file that was given whole is hidden and encoded part by part. */
export function hideBytes(body: HeldBody, redactor: BundleRedactor): Hidden<Uint8Array> {
  if (body.kind !== 'file') {
    const hidden = hideBody(body, redactor)
    return { ...hidden, value: new TextEncoder().encode(bodyText(hidden.value)) }
  }
  const bytes = createTextBytes(body.text.length)
  const hidden = redactor.fileInto(body.text, bytes.add)
  const value = bytes.all()
  if (value.length === 0 || value.at(-1) === 0x0a) return { ...hidden, value }
  bytes.add('\n')
  return { ...hidden, value: bytes.all() }
}

/** Hides a long text part by part; what comes out ends with a line feed, as every file does. */
export function* hiddenParts(long: LongText, redactor: BundleRedactor): Generator<string, Hidden<null>> {
  const parts = redactor.longFile(long.parts)
  let last = ''
  for (;;) {
    const next = parts.next()
    if (next.done === true) {
      if (last !== '' && !last.endsWith('\n')) yield '\n'
      return next.value
    }
    if (next.value !== '') last = next.value
    yield next.value
  }
}
