import type { MakeRow, MarkRow, ReadRow, RecordFormat, ScanRow, Wanted } from './format.ts'
import { takeHead } from './head.ts'
import { formats } from './index.ts'
import { type PlainBytes, plainBytes, textOf } from './text.ts'
import { unreadable } from './unreadable.ts'

const headChars = 65_536

/** The beginning of a text, which tells its format: at least one line, without leading blanks. */
async function peekText(plain: PlainBytes): Promise<{ readonly head: string; readonly plain: PlainBytes }> {
  const decoder = new TextDecoder(plain.encoding)
  let head = ''
  let hasLine = false
  let looked = 0
  const { all } = await takeHead(
    plain.bytes,
    (chunks) => {
      for (; looked < chunks.length; looked += 1) {
        const text = decoder.decode(chunks[looked], { stream: true })
        const fresh = head === '' ? text.trimStart() : text
        head += fresh
        hasLine ||= /[\r\n]/.test(fresh)
      }
      return hasLine || head.length > headChars
    },
    Buffer.from,
  )
  return { head, plain: { ...plain, bytes: all } }
}

async function* madeOf<T>(
  batches: AsyncIterable<Iterable<ReadRow>>,
  wanted: Wanted | null,
  make: MakeRow<T>,
): AsyncGenerator<Iterable<T>> {
  let index = -1
  for await (const rows of batches) {
    const made: T[] = []
    for (const row of rows) {
      index += 1
      const one = make(wanted === null || wanted(index) ? row : null)
      if (one !== undefined) made.push(one)
    }
    yield made
  }
}

async function* readRows<T>(
  bytes: AsyncIterable<Buffer>,
  file: string,
  signed: RecordFormat | null,
  wanted: Wanted | null,
  make: MakeRow<T>,
  scan: ScanRow<T>,
  mark: MarkRow | null,
): AsyncGenerator<Iterable<T>> {
  const { head, plain } = await peekText(await plainBytes(bytes, file))
  if (head === '') {
    // To its end: whoever reads a file twice wants to know that it is empty still.
    for await (const _chunk of plain.bytes);
    return
  }
  const candidates: readonly RecordFormat[] = signed === null ? formats : [signed]
  const format = candidates.find(({ recognises }) => recognises(head))
  if (format === undefined) {
    if (signed !== null) throw unreadable(file, `It does not hold ${signed.name} as JSON lines.`)
    throw unreadable(file, 'It is neither JSON lines, nor a JSON array, nor CSV with a header line.')
  }
  if (format.readBytes !== undefined && plain.encoding === 'utf-8') {
    yield* format.readBytes(plain.bytes, file, wanted, make, scan, plain.isPacked ? null : mark)
    return
  }
  yield* madeOf(format.read(textOf(plain), file), wanted, make)
}

/**
 * What `scan`, or else `make`, makes of the rows of a file, whatever its format, compression and encoding, in lazy batches: each must be
 * used up before the next one is asked for. A row that is not `wanted` is null (`wanted` null = all are). `signed` is
 * the one format that its source allows, if it has one; `mark` is told of rows as `RecordFormat.readBytes` says. However it ends, `bytes` are closed. Throws `OpsError`
 * RECORDS_UNREADABLE.
 */
export async function* rowsOf<T>(
  bytes: AsyncIterable<Buffer>,
  file: string,
  signed: RecordFormat | null,
  wanted: Wanted | null,
  make: MakeRow<T>,
  scan: ScanRow<T>,
  mark: MarkRow | null,
): AsyncGenerator<Iterable<T>> {
  const source = bytes[Symbol.asyncIterator]()
  try {
    yield* readRows({ [Symbol.asyncIterator]: () => source }, file, signed, wanted, make, scan, mark)
  } finally {
    await source.return?.()
  }
}
