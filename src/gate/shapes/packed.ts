import { hasMark, withoutEscapes } from '../marks.ts'

// The letters of base64, then its end. One class, then another one: linear.
const head = /^[A-Za-z0-9+/_-]{24,}={0,2}/

// The same from a given place on, as far as the longest payment goes.
const onward = /[A-Za-z0-9+/_-]{0,65536}={0,2}/y

/** Whether a value begins with an object in base64: that is judged where it is decoded. */
export function isPackedObject(value: string): boolean {
  return /^\s{0,8}\{/.test(fromBase64(head.exec(value)?.[0] ?? ''))
}

// Runs that could be drawn by chance, or an object in base64. One class, then another one: linear.
const runs = /[A-Za-z0-9+/_-]{8,}={0,2}/g

/**
 * Whether a value is an object in base64 out of which a secret was taken: a mark stands in it. What follows it
 * (the next line, where lines were joined) does not look drawn by chance.
 */
export function isHiddenObject(value: string): boolean {
  return objectsIn(value) > 0 && isNothingDrawn(value)
}

/** Whether nothing in a value was drawn by chance but objects out of which a secret was taken. */
export function isNothingDrawn(value: string): boolean {
  return (withoutEscapes(value).match(runs) ?? []).every((run) => {
    const rest = run.slice(objectsIn(run))
    if (rest.length < 8 || /^\d{4}-\d\d-\d\d|^0x[0-9a-f]+$/i.test(rest)) return true
    return !/[0-9]/.test(rest) || !/[A-Za-z]/.test(rest)
  })
}

/** How many letters at the beginning of a value are such objects. */
function objectsIn(value: string): number {
  let at = 0
  // Each is decoded together with all that follows it: more than a few in a row would cost their square.
  for (let count = 0; count < 8; count += 1) {
    const run = head.exec(value.slice(at))?.[0] ?? ''
    // Every text that begins with a brace, or with a blank and a brace, begins with these letters.
    if (!/^(?:e[w-z0-3]|I[A-D]|C[gn])/.test(run)) return at
    const text = fromBase64(run)
    const end = endOfObject(text)
    if (end === 0 || !hasMark(text.slice(0, end))) return at
    const letters = Math.ceil((end * 4) / 3)
    at += letters + (/^={1,2}/.exec(run.slice(letters))?.[0].length ?? 0)
  }
  return at
}

/** Where the object that begins a text ends; the length of the text when it is cut off, 0 when it is no text. */
function endOfObject(text: string): number {
  let depth = 0
  let isInside = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (sign < ' ' && !/\s/.test(sign)) return 0
    if (depth === 0 && sign !== '{' && !/\s/.test(sign)) return 0
    if (isInside && sign === '\\') at += 1
    else if (sign === '"') isInside = !isInside
    else if (!isInside && sign === '{') depth += 1
    else if (!isInside && sign === '}') depth -= 1
    if (depth === 0 && sign === '}') return at + 1
  }
  return text.length
}

/** The letters of a match that ended where its bound was, and those behind it when they go on in base64. */
export function wholeRun(match: RegExpExecArray, value: string): string {
  if (value.length < 512 || !/^e[yw]/.test(value)) return value
  onward.lastIndex = match.index + match[0].length
  return value + (onward.exec(match.input)?.[0] ?? '')
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString('latin1')
