import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import * as z from 'zod'
import { OpsError } from '../../core/errors.ts'
import { nearest } from '../../core/nearest.ts'
import { safe } from '../../core/safe.ts'
import { sourceFields } from '../../payments/records/aliases.ts'
import type { Mapping } from '../../payments/records/mapping.ts'
import { normalZone } from '../../payments/records/times.ts'
import { selectProblem } from '../records-postgres/statement.ts'
import { recordsLimits } from './limits.ts'

const states = ['settled', 'failed', 'pending', 'refunded', 'not_charged', 'none'] as const
const units = ['atomic', 'token'] as const
const keys = [
  ...(['fields', 'states', 'amountUnit', 'timeZone', 'constants', 'where'] as const),
  ...(['table', 'select', 'columns', 'orderBy'] as const),
] as const
const text = z.string().min(1).max(400)

const schema = z.strictObject({
  fields: z.partialRecord(z.enum(sourceFields), text).optional(),
  states: z.record(z.string().max(200), z.enum(states)).optional(),
  amountUnit: z.enum(units).optional(),
  timeZone: text.optional(),
  constants: z.strictObject({ network: text.optional(), asset: text.optional() }).optional(),
  where: z.record(text, z.union([z.string(), z.number(), z.boolean()])).optional(),
  table: text.optional(),
  select: z.string().min(1).max(20_000).optional(),
  columns: z.array(text).min(1).max(1000).optional(),
  orderBy: text.optional(),
})

function invalid(file: string, problem: string, suggestion: string, cause?: unknown): OpsError {
  return new OpsError('MAPPING_INVALID', { file, problem, suggestion }, { cause })
}

const choices: Readonly<Record<string, readonly string[]>> = {
  '': keys,
  fields: sourceFields,
  states,
  amountUnit: units,
  constants: ['network', 'asset'],
}

function suggest(word: string, known: readonly string[]): string {
  const close = nearest(word, known)
  return close === undefined ? `Possible: ${known.join(', ')}.` : `Did you mean ${close}?`
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], data)
}

function firstProblem(file: string, data: unknown, error: z.ZodError): OpsError {
  const [issue] = error.issues
  const path = issue?.path ?? []
  const where = path.map((part) => safe(String(part), 60)).join('.')
  const known = choices[String(path[0] ?? '')] ?? []
  if (issue?.code === 'unrecognized_keys') {
    const key = safe(issue.keys[0] ?? '', 60)
    return invalid(
      file,
      `there is no key "${where === '' ? key : `${where}.${key}`}"`,
      suggest(key, known),
      error,
    )
  }
  const found = valueAt(data, path)
  if (typeof found === 'string' && known.length > 0 && path[0] !== 'fields') {
    const word = safe(found, 60)
    return invalid(file, `${where}: "${word}" is not possible here`, suggest(word, known), error)
  }
  return invalid(
    file,
    `${where === '' ? 'the file' : where}: ${issue?.message ?? 'not understood'}`,
    'See docs/records.md, "The mapping file".',
    error,
  )
}

/** What of a database is to be read; undefined when the file says nothing about one. */
function databaseOf(data: z.infer<typeof schema>, file: string): Mapping['database'] {
  const [table, select] = [data.table ?? null, data.select ?? null]
  const [columns, orderBy] = [data.columns ?? null, data.orderBy ?? null]
  if (table !== null && select !== null) {
    throw invalid(file, 'it names a table and a select', 'Give one of them.')
  }
  const problem = select === null ? null : selectProblem(select)
  if (problem !== null) throw invalid(file, `select: ${problem}`, 'Give one SELECT that reads.')
  const isSaid = [table, select, columns, orderBy].some((value) => value !== null)
  return isSaid ? { table, select, columns, orderBy } : undefined
}

/** Reads the text of a mapping file. Throws `OpsError` MAPPING_INVALID with the nearest name as a hint. */
export function parseMapping(content: string, file: string): Mapping {
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0])
    throw invalid(
      file,
      `line ${line} is not YAML (${broken.code})`,
      'Check the indentation and the quotes.',
      broken,
    )
  }
  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 50 }) ?? {}
  } catch (error) {
    throw invalid(file, 'it uses more YAML aliases than a mapping needs', 'Write the values out.', error)
  }
  const read = schema.safeParse(data)
  if (!read.success) throw firstProblem(file, data, read.error)
  const {
    fields = {},
    states: words = {},
    amountUnit = null,
    timeZone,
    constants = {},
    where = {},
  } = read.data
  const zone = timeZone === undefined ? null : normalZone(timeZone)
  if (zone === undefined) {
    throw invalid(
      file,
      `timeZone: "${safe(timeZone ?? '', 60)}" is not a fixed zone`,
      'Write UTC, or an offset such as "+02:00".',
    )
  }
  const database = databaseOf(read.data, file)
  return {
    file,
    ...(database === undefined ? {} : { database }),
    fields: Object.fromEntries(Object.entries(fields).filter(([, path]) => path !== undefined)),
    states: words,
    amountUnit,
    timeZone: zone,
    constants: { network: constants.network ?? null, asset: constants.asset ?? null },
    where,
  }
}

/** Reads a mapping file; relative paths start at `cwd`. Throws `OpsError` MAPPING_INVALID. */
export async function readMapping(file: string, cwd: string): Promise<Mapping> {
  let content: Buffer
  try {
    content = await readFile(resolve(cwd, file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const problem = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'unknown'})`
    throw invalid(file, problem, 'Check the path given with --map or in x402ops.yaml.', error)
  }
  if (content.length > recordsLimits.mappingBytes) {
    throw invalid(file, 'it is larger than 1 MiB', 'This is a mapping, not the records; see docs/records.md.')
  }
  return parseMapping(content.toString('utf8'), file)
}
