import { type Stretch, stretchOf } from './line-values.ts'

/** The bytes in front of each value of a line, as the two usual writers of JSON put them. */
export type LineHeads = readonly [close: readonly Stretch[], spaced: readonly Stretch[]]

const blank = 0x20

/** The heads of a line with these names: without blanks, or with one behind each colon and comma. */
export function lineHeads(names: readonly string[]): LineHeads {
  const heads = (colon: string, comma: string) =>
    names.map((name, index) =>
      stretchOf(Buffer.from(`${index === 0 ? '{' : comma}${JSON.stringify(name)}${colon}`)),
    )
  return [heads(':', ','), heads(': ', ', ')]
}

/** Those that the line which begins at `from` seems to be written with. */
export function headsOf([close, spaced]: LineHeads, bytes: Buffer, from: number): readonly Stretch[] {
  const first = close[0]
  return first !== undefined && bytes[from + first.bytes.length] === blank ? spaced : close
}
