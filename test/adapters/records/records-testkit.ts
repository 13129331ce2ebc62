import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { createRecords } from '../../../src/adapters/records/records.ts'
import type { RecordsRead } from '../../../src/payments/record.ts'
import { basePays } from '../../payments/records-testkit.ts'

export const fixtures = resolve(import.meta.dirname, '../../fixtures/records')

/** Reads one source; relative paths start in the fixtures. */
export async function readRecords(
  file: string,
  options: { mapping?: string; cwd?: string; stdin?: string } = {},
): Promise<RecordsRead> {
  const [read] = await createRecords({
    sources: [{ file, mapping: options.mapping ?? null }],
    cwd: options.cwd ?? fixtures,
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    pays: [basePays],
  }).read(new AbortController().signal)
  if (read === undefined) throw new Error('nothing was read')
  return read
}

/** A folder of its own with the given files; gone when the test ends. */
export async function folderWith(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'x402ops-records-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

/** The mapping that was found, as `field <- name`. */
export function found(read: RecordsRead): readonly string[] {
  return read.mapping.fields.map(({ field, from, by, rows }) => `${field} <- ${from} (${by}, ${rows})`)
}

/** The message, the reason and the hint of the error that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<readonly unknown[]> {
  const error = await promise.then(
    () => new Error('no error'),
    (reason: unknown) => reason,
  )
  const { code, message, why, hint } = error as {
    code?: string
    message: string
    why?: string
    hint?: string
  }
  return [code, message, why, hint]
}
