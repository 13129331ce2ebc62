import { freeze, toJson } from '../core/json.ts'
import type { BundleRedactor, Hidden } from './bundle-redactor.ts'

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

/** A body after hiding: still structured, so that it can be judged before it is written. */
export function hideBody(body: PieceBody, redactor: BundleRedactor): Hidden<PieceBody> {
  switch (body.kind) {
    case 'json': {
      const hidden = redactor.data(body.value)
      return { ...hidden, value: { kind: 'json', value: hidden.value } }
    }
    case 'text':
    case 'file': {
      const hidden = body.kind === 'file' ? redactor.file(body.text) : redactor.text(body.text)
      return { ...hidden, value: { kind: body.kind, text: hidden.value } }
    }
    default: {
      const hidden = redactor.data(body.values)
      return { ...hidden, value: { kind: body.kind, values: hidden.value } }
    }
  }
}

/** The text of a file: what `hideBody` gave, as it stands in the bundle. The same body gives the same text. */
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
