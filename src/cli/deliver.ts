import { wantsColour } from '../commands/colour.ts'
import type { Outcome } from '../commands/command.ts'
import type { GlobalOptions } from '../commands/global-options.ts'
import type { OutputTarget } from '../commands/output.ts'
import { OpsError } from '../core/errors.ts'
import { toJson } from '../core/json.ts'
import type { ExitCode, Report } from '../core/report.ts'
import { formats } from '../render/index.ts'
import { type Paint, withoutColour } from '../render/paint.ts'
import { type Io, widthOf } from './io.ts'
import type { Screen } from './screen.ts'

/** What delivering needs: the streams, the choices of the operator, and the atomic writer. */
export type Desk = {
  readonly io: Io
  readonly global: GlobalOptions
  readonly screen: Screen
  readonly writeFile: (path: string, content: string | Iterable<string>, mode?: number) => Promise<void>
  /** How many rows of the outcome stand on standard output already. */
  readonly emitted?: number
}

/** What is written to a target: one text, or parts that a renderer ended with a line feed. */
type Written = string | Iterable<string>

function ending(text: Written): Written {
  if (typeof text !== 'string') return text
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** The same data, each field redacted when a renderer reads it: a table reads little of a large document. */
function hiddenWhenRead<Data extends object>(data: Data, hide: Screen['hide']): Data {
  const fields = Object.entries(data).map(([name, value]) => {
    let hidden: { readonly value: unknown } | undefined
    const get = () => {
      hidden ??= { value: hide(value) }
      return hidden.value
    }
    return [name, { get, enumerable: true }] as const
  })
  return Object.defineProperties({}, Object.fromEntries(fields)) as Data
}

/** The text of a screen that belongs to no run. */
async function screenText(
  outcome: Extract<Outcome, { kind: 'screen' }>,
  target: OutputTarget,
  { io, global, screen, emitted = 0 }: Desk,
  paint: Paint,
): Promise<string> {
  const toScreen = target.path === null
  if (target.format === 'json') return toJson(screen.hide(outcome.data), 'pretty')
  if (target.format === 'ndjson') {
    const rows = (outcome.rows ?? [outcome.data]).slice(toScreen ? emitted : 0)
    return rows.map((row) => `${toJson(screen.hide(row))}\n`).join('')
  }
  if (target.format === 'markdown' && outcome.markdown !== undefined) return screen.redact(outcome.markdown)
  const renderer = await formats.find(({ name }) => name === target.format)?.screen?.()
  if (renderer === undefined) {
    const known = 'table, plain, markdown, json, ndjson for this command'
    throw new OpsError('UNKNOWN_FORMAT', { format: target.format, known })
  }
  const shown = screen.hide({ screen: outcome.screen, document: { next: outcome.next } })
  return renderer.render(shown, {
    columns: toScreen ? widthOf(io) : 80,
    paint: toScreen ? paint : withoutColour,
    verbose: global.verbose,
  })
}

/**
 * The text of an outcome for one target, for a file in parts where its format makes them. Data is redacted before it is
 * rendered, so it always parses.
 */
async function textFor(outcome: Outcome, target: OutputTarget, desk: Desk, paint: Paint): Promise<Written> {
  const { io, global, screen } = desk
  if (outcome.kind === 'text') {
    if (target.format === 'json' && outcome.data !== undefined) {
      return toJson(screen.hide(outcome.data), 'pretty')
    }
    if (target.format === 'table' || target.format === 'plain') return screen.redact(outcome.text)
    const known = outcome.data === undefined ? 'table, plain' : 'table, plain, json'
    throw new OpsError('UNKNOWN_FORMAT', { format: target.format, known: `${known} for this command` })
  }
  if (outcome.kind === 'screen') return screenText(outcome, target, desk, paint)
  const format = formats.find(({ name }) => name === target.format)
  if (format === undefined) throw new Error(`no renderer for ${target.format}`)
  const renderer = await format.load()
  const toScreen = target.path === null
  const { document, ...others } = outcome.report
  const hidden = hiddenWhenRead(others, screen.hide)
  const report: Report = Object.assign(hidden, { document: hiddenWhenRead(document, screen.hide) })
  if (!toScreen && renderer.parts !== undefined) return renderer.parts(report)
  return renderer.render(report, {
    columns: toScreen ? widthOf(io) : 80,
    paint: toScreen ? paint : withoutColour,
    verbose: global.verbose,
  })
}

/** Colour for the screen; its package is loaded only when there is something to colour. */
async function paintFor({ io, global }: Desk): Promise<Paint> {
  if (!wantsColour(global.color, io.env, io.stdoutIsTty)) return withoutColour
  return (await import('../render/in-colour.ts')).inColour
}

/**
 * Writes an outcome to every target: all texts are made before the first byte is written, files go first,
 * and both streams are flushed. Resolves to the outcome's own exit code.
 * Rejects with `OpsError` OUTPUT_FAILED or UNKNOWN_FORMAT.
 */
export async function deliver(outcome: Outcome, desk: Desk): Promise<ExitCode> {
  const paint = await paintFor(desk)
  const texts: { readonly path: string | null; readonly text: Written; readonly mode?: number }[] = []
  for (const target of desk.global.outputs) {
    const mode = formats.find(({ name }) => name === target.format)?.mode
    const text = ending(await textFor(outcome, target, desk, paint))
    texts.push({ path: target.path, text, ...(mode === undefined ? {} : { mode }) })
  }
  for (const { path, text, mode } of texts) if (path !== null) await desk.writeFile(path, text, mode)
  for (const { path, text } of texts)
    if (path === null) desk.screen.out.write(typeof text === 'string' ? text : [...text].join(''))
  await desk.screen.out.flush()
  await desk.screen.err.flush()
  return outcome.kind === 'report' ? outcome.report.document.exitCode : (outcome.exitCode ?? 0)
}
