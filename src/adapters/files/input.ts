import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { diskReason } from './failure.ts'

/** Where named inputs are found: relative paths start at `cwd`, the name `-` is `stdin`. */
export type InputPlace = { readonly cwd: string; readonly stdin: NodeJS.ReadableStream }

/** One line of an input; `cut` = it was longer, and its end is missing. */
export type InputLine = { readonly text: string; readonly cut: boolean }

function shownName(name: string): string {
  return name === '-' ? 'standard input' : name
}

function inputProblem(name: string, error: unknown): unknown {
  if (error instanceof OpsError) return error
  const { code } = error as NodeJS.ErrnoException
  const file = shownName(name)
  if (code === 'ENOENT') return new OpsError('INPUT_NOT_FOUND', { file }, { cause: error })
  if (typeof code !== 'string' || !/^E[A-Z]{1,30}$/.test(code)) return error
  return new OpsError('INPUT_UNREADABLE', { file, reason: diskReason(error) }, { cause: error })
}

async function* chunksOf(name: string, { cwd, stdin }: InputPlace): AsyncGenerator<Buffer> {
  try {
    const stream: AsyncIterable<Buffer | string> =
      name === '-' ? stdin : createReadStream(resolve(cwd, name), { highWaterMark: 262_144 })
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    throw inputProblem(name, error)
  }
}

/**
 * The bytes of a file, or of standard input for `-`; at most `maxBytes` are kept in memory. Throws `OpsError`
 * INPUT_NOT_FOUND, INPUT_UNREADABLE or INPUT_TOO_LARGE.
 */
export async function readInput(name: string, maxBytes: number, place: InputPlace): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of chunksOf(name, place)) {
    length += chunk.length
    if (length > maxBytes) throw new OpsError('INPUT_TOO_LARGE', { file: shownName(name), maxBytes })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* textOf(name: string, place: InputPlace): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of chunksOf(name, place)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/**
 * The lines of a file, or of standard input for `-`, as they come: without their ends (LF or CR LF), bytes that
 * are no UTF-8 replaced. Of a line longer than `maxLineChars` only that much is kept, and it comes `cut`. A last
 * line without an end counts; an empty rest does not. Throws `OpsError` INPUT_NOT_FOUND or INPUT_UNREADABLE.
 */
export async function* readInputLines(
  name: string,
  maxLineChars: number,
  place: InputPlace,
): AsyncGenerator<InputLine> {
  let kept = ''
  let length = 0
  const add = (text: string) => {
    length += text.length
    // One more than is shown, so that a carriage return at the end does not make a line too long.
    if (kept.length <= maxLineChars) kept += text.slice(0, maxLineChars + 1 - kept.length)
  }
  const close = (): InputLine => {
    const returned = length === kept.length && kept.endsWith('\r')
    const whole = returned ? kept.slice(0, -1) : kept
    const line = { text: whole.slice(0, maxLineChars), cut: length - (returned ? 1 : 0) > maxLineChars }
    kept = ''
    length = 0
    return line
  }
  for await (const text of textOf(name, place)) {
    let from = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      add(text.slice(from, at))
      yield close()
      from = at + 1
    }
    add(text.slice(from))
  }
  if (length > 0) yield close()
}
