import { freeze, toJson } from '../core/json.ts'
import type { BundleRedactor, Hidden } from './bundle-redactor.ts'
import { createTextBytes } from './text-bytes.ts'

/**
 * What a file of the bundle holds before it is redacted. `json` is one document, `lines` one document on each
 * line, `frozen` the same in the form that keeps amounts as bigint (`freeze`), `text` free text such as a note
 * of the operator, `file` a file that was given whole and whose form is recognised.
 */
export type PieceBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'lines'; readonly values: readonly unknown[] }
  | { readonly kind: 'frozen'; readonly values: readonly unknown[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly text: string }

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
  body: Exclude<PieceBody, { readonly kind: 'file' }>,
  redactor: BundleRedactor,
): Hidden<PieceBody> {
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
export function bodyText(body: PieceBody): string {
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
export function hideBytes(body: PieceBody, redactor: BundleRedactor): Hidden<Uint8Array> {
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
