import { isTranscript, maxDocument } from '../../classify/read-text.ts'
import { isOpsError, OpsError } from '../../core/errors.ts'
import { looksEncoded } from '../../x402/intake/piece.ts'
import { parseJsonText } from '../../x402/json-text.ts'
import type { CommandContext } from '../command.ts'

type Line = { readonly text: string; readonly cut: boolean }

/** What there is to classify: one text, or the lines of a log as they come. */
export type ClassifyInput =
  | { readonly kind: 'one'; readonly text: string }
  | { readonly kind: 'log'; readonly lines: AsyncIterable<Line> }

/** The longest line of a log that is read whole. */
const maxLine = 65_536

/** A name with a slash or an ending is a file; a blank, a bracket or nothing of the kind is a text. */
function isText(word: string): boolean {
  return /[\s{[(]/.test(word) || !/[/\\.]/.test(word)
}

async function* chain(first: readonly Line[], rest: AsyncIterator<Line> | null): AsyncGenerator<Line> {
  yield* first
  if (rest === null) return
  for (let step = await rest.next(); step.done !== true; step = await rest.next()) yield step.value
}

async function* given(lines: readonly Line[]): AsyncGenerator<Line> {
  yield* lines
}

/** One document, or undefined when every line stands for itself. */
function documentIn(text: string, filled: number): ClassifyInput | undefined {
  if (isTranscript(text)) return { kind: 'one', text }
  const parsed = parseJsonText(text, maxDocument)
  if (!parsed.ok || typeof parsed.value !== 'object') return filled === 1 ? { kind: 'one', text } : undefined
  if (!Array.isArray(parsed.value)) return { kind: 'one', text }
  const lines = parsed.value.map((item) => ({ text: JSON.stringify(item), cut: false }))
  return { kind: 'log', lines: given(lines) }
}

async function sortOut(source: AsyncIterable<Line>): Promise<ClassifyInput> {
  const lines = source[Symbol.asyncIterator]()
  const head: Line[] = []
  let length = 0
  let filled = 0
  while (length <= maxDocument) {
    const step = await lines.next()
    if (step.done === true) {
      if (filled === 0) throw new OpsError('CLASSIFY_NOTHING')
      const document = documentIn(head.map(({ text }) => text).join('\n'), filled)
      return document ?? { kind: 'log', lines: chain(head, null) }
    }
    head.push(step.value)
    length += step.value.text.length + 1
    if (step.value.text.trim() !== '') filled += 1
  }
  return { kind: 'log', lines: chain(head, lines) }
}

/**
 * Finds out whether the argument is a text or a file, and whether there is one failure in it or a log. Reads at
 * most 1 Mi characters ahead. Throws `OpsError` CLASSIFY_NOTHING or INPUT_*.
 */
export async function takeInput({ args, services, interactive }: CommandContext): Promise<ClassifyInput> {
  const [word] = args
  if (typeof word !== 'string' && interactive) throw new OpsError('CLASSIFY_NOTHING')
  const name = typeof word === 'string' ? word : '-'
  if (name !== '-' && (/[\s{[(]/.test(name) || looksEncoded(name))) return { kind: 'one', text: name }
  try {
    return await sortOut(services.inputLines(name, maxLine))
  } catch (error) {
    if (isOpsError(error) && error.code === 'INPUT_NOT_FOUND' && isText(name))
      return { kind: 'one', text: name }
    throw error
  }
}
