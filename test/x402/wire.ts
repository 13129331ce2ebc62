import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../fixtures/wire')

/** One recorded exchange. */
export type Wire = {
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers?: Record<string, string>
  }
  readonly status: number
  readonly rawHeaders?: readonly string[]
  readonly body: string
  readonly decoded?: Readonly<Record<string, unknown>>
}

/** A recorded exchange by name. */
export function wire(name: string): Wire {
  return JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as Wire
}

/** The names of all recorded exchanges. */
export function wireNames(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
}

/** The answer's headers in the shape of the Http port. */
export function headersOf(exchange: Wire): readonly (readonly [string, string])[] {
  const raw = exchange.rawHeaders ?? []
  const pairs: [string, string][] = []
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i]!.toLowerCase(), raw[i + 1]!])
  return pairs
}

/** A value as a payment header carries it. */
export function header(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}
