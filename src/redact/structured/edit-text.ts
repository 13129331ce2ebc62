import { encodeLike } from '../encoded.ts'
import { type Editor, labelOf, type Surroundings } from './edit.ts'
import { isPaymentNode, jsonInBase64, jsonInText } from './encoded-json.ts'
import { classOfField, type FieldClass, isPublicShape, isRecordedHash } from './field-class.ts'
import type { ValueOrigin } from './hide.ts'
import { printTree } from './print-tree.ts'
import { hasShape, type Shape } from './shapes.ts'
import type { Node } from './tree.ts'

// Our own tag as a whole. It goes the way of free text, where imitations are told from tags. Bounded: linear.
const tag = /^\[redacted:[^[\]]{1,80}\]$/
// The symbol of a currency: letters, at most one digit behind them (USDC, USDbC, USDT0). Bounded: linear.
const symbol = /^[A-Za-z₮]{2,10}\d?$/
// One piece of 14 and more characters. Anchored, one class: linear.
const onePiece = /^\S{14,}$/
// What a piece may be without being key material: a URL or path, a media type, words. Anchored and bounded parts,
// each class free of the character behind it: linear.
const harmless =
  /^(?:[a-z][a-z0-9+.-]{1,20}:\/\/\S*|(?:\/[A-Za-z0-9._~:{}-]{0,30}){1,12}|[a-z]{1,20}\/[a-z0-9.+-]{1,80}|[A-Za-z]{1,20}(?:[-_.][A-Za-z]{1,20}){0,8}[.,:;]?)$/

function isDense(value: string): boolean {
  return onePiece.test(value) && !harmless.test(value) && !tag.test(value)
}

// What our own requests send in the place of a payment, and what stands for a value that was not kept.
const standIns = ['not-a-payment', 'present']
const headerKinds = ['payment', 'cookie', 'credential']

const deepestEmbedding = 3
const tokenShapes: readonly Shape[] = ['address', 'base58-key', 'account-path', 'caip2']

type TextEdit = (value: string, around: Surroundings, editor: Editor) => string

/** A payment as its fields, in one line: without what makes it usable. */
function payment(node: Node, around: Surroundings, { walk }: Editor): string {
  const inside = { path: ['', 'payment'], place: { kind: 'payment' }, embedded: around.embedded + 1 } as const
  return printTree(walk(node, inside), 'compact')
}

/** A text that is JSON as a whole, plain or in base64, edited field by field; undefined when it is none. */
function embedded(value: string, around: Surroundings, editor: Editor): string | undefined {
  if (value.length < 12 || around.embedded >= deepestEmbedding) return undefined
  const encoded = jsonInBase64(value)
  const node = encoded ?? jsonInText(value)
  // A known secret may be JSON itself; only the search over the whole text finds it.
  if (node === undefined || editor.hide.known(value)) return undefined
  if (isPaymentNode(node)) return payment(node, around, editor)
  const shown = editor.walk(node, { ...around, embedded: around.embedded + 1 })
  if (shown === node) return value
  const text = printTree(shown, 'compact')
  return encoded === undefined ? text : encodeLike(text, value)
}

const free: TextEdit = (value, around, editor) => {
  const { hide } = editor
  const inside = embedded(value, around, editor)
  if (inside !== undefined) return inside
  if (around.place.kind === 'payment' && isDense(value)) {
    return hide.secret(value, 'payment')
  }
  return hide.text(value, labelOf(around))
}

/** The mark for a value; one of our own stays, and an imitation is a value like others. */
function secret(value: string, kind: string, { hide }: Editor): string {
  const shown = hide.secret(value, kind)
  if (shown !== value && tag.test(value)) hide.count('forged-marker')
  return shown
}

/** In a payment only who, how much, when and where stays; a hash or a word of data may be anything there. */
function isKeptIn(around: Surroundings, shapes: readonly Shape[]): boolean {
  if (around.place.kind !== 'payment') return true
  return (['address', 'request-id', 'caip2'] as const).some((shape) => shapes.includes(shape))
}

// As many digits as a key of 32 bytes has. One bounded class: linear.
const longDecimal = /^\d{60,78}$/

/** An id through the redactor; a decimal that could be a key is asked for in hex, the form in which keys are tested. */
function publicId(value: string, origin: ValueOrigin, { hide }: Editor): string {
  if (origin === 'payer' && longDecimal.test(value)) {
    const hex = `0x${BigInt(value).toString(16).padStart(64, '0')}`
    const shown = hide.publicId(hex, origin)
    if (shown !== hex) return shown
  }
  return hide.publicId(value, origin)
}

function number(value: string, around: Surroundings, editor: Editor): string {
  if (!hasShape(value, 'decimal')) return free(value, around, editor)
  // So short a number is nobody's secret by itself.
  if (value.length < 20) return value
  return publicId(value, value.length >= 60 ? 'payer' : 'service', editor)
}

function byClass(found: FieldClass, value: string, around: Surroundings, editor: Editor): string {
  switch (found.class) {
    case 'secret': {
      if (around.place.kind === 'open' && isRecordedHash(value, around.path)) {
        return publicId(value, 'service', editor)
      }
      if (standIns.includes(value) && headerKinds.includes(found.kind)) break
      const node = jsonInBase64(value) ?? jsonInText(value)
      const isPayment = node !== undefined && isPaymentNode(node) && !editor.hide.known(value)
      return isPayment ? payment(node, around, editor) : secret(value, found.kind, editor)
    }
    case 'public-id':
      if (!isPublicShape(value, found.shapes) || !isKeptIn(around, found.shapes)) break
      return publicId(value, found.origin, editor)
    case 'token':
      if (isPublicShape(value, tokenShapes)) return editor.hide.publicId(value, 'payer')
      return symbol.test(value) ? free(value, around, editor) : secret(value, 'token', editor)
    case 'signature':
      if (!hasShape(value, 'base58-signature') || around.place.kind === 'payment') {
        return secret(value, 'signature', editor)
      }
      return editor.hide.publicId(value, 'payer')
    case 'time':
      if (hasShape(value, 'time')) return editor.hide.publicId(value, 'service')
      return number(value, around, editor)
    case 'amount':
      return number(value, around, editor)
  }
  return free(value, around, editor)
}

/** A text by the class of the field that it stands in; the same text when nothing in it has to be hidden. */
export const editText: TextEdit = (value, around, editor) => {
  if (value === '') return value
  const found = classOfField(around.path)
  if (around.place.kind !== 'secret') return byClass(found, value, around, editor)
  const isPublic = found.class === 'public-id' && isPublicShape(value, found.shapes)
  // Below the name of a secret a short id could be the secret: only what cannot be one stays.
  const stays = isPublic && (hasShape(value, 'address') || hasShape(value, 'caip2'))
  return stays ? editor.hide.publicId(value, 'payer') : secret(value, around.place.name, editor)
}

/** The source of a number, or the text that has to stand in its place. */
export const editFigure: TextEdit = (source, around, editor) => {
  const found = classOfField(around.path)
  const isSecret = (found.class === 'secret' && found.strict) || around.place.kind === 'secret'
  if (isSecret && source.length >= 4) {
    return editor.hide.secret(source, found.class === 'secret' ? found.kind : 'secret')
  }
  return source.length >= 20 ? publicId(source, 'payer', editor) : source
}
