import { own, strangers } from './canaries.ts'
import { encodings } from './encodings.ts'

// Of a packed secret nobody can tell that it is one before a bundle unpacks it; screens show what was sent.
const onScreens = encodings.filter(([name]) => !/gzip|zlib|lines|colours/.test(name))

/**
 * What servers, records and names are full of: every secret of this machine as it stands in the wild, every one
 * encoded in some way, and every secret of strangers. Another `turn` means other encodings and another beginning.
 */
export function textsOf(turn: number): readonly string[] {
  const texts = own.flatMap(({ line, value }, at) => {
    const [, encode] = onScreens[(at + turn) % onScreens.length]!
    return [line, encode(value), strangers[at]!.line]
  })
  const from = (turn * 37) % texts.length
  return [...texts.slice(from), ...texts.slice(0, from)]
}

/** `count` texts, others for every `from`; all of them come up when `from` goes through all numbers. */
export function textsFrom(texts: readonly string[], from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_item, at) => texts[(from + at) % texts.length]!)
}

/** A text as the value of a header: what HTTP does not allow in one is left out, and so is what is too long for one. */
export function inHeader(text: string): string {
  const shown = text.replace(/[^\x20-\x7e]/g, '')
  return shown.length > 1500 ? 'too long' : shown
}
