/** The bytes of a column in words of 32 bits, for comparing them: a view of them, or a copy where they do not lie at words. */
export function wordsOf(column: Uint8Array): Int32Array {
  const aligned = column.byteOffset % 4 === 0 ? column : column.slice()
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2)
}

/** Are these words the same? */
export function sameWords(
  a: Int32Array,
  from: number,
  b: Int32Array,
  start: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at += 1) if (a[from + at] !== b[start + at]) return false
  return true
}
