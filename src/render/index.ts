import type { Renderer, ScreenRenderer } from './renderer.ts'

/** An output format by the word after `-o`, loaded when a run prints it. */
export type Format = {
  readonly name: string
  readonly load: () => Promise<Renderer>
  /** Given = the format can show a screen that belongs to no run. */
  readonly screen?: () => Promise<ScreenRenderer>
  /** Who may read its files; absent = the operator alone. */
  readonly mode?: number
}

const table = async () => (await import('./table.ts')).table
const plain = async () => (await import('./plain.ts')).plain
const markdown = async () => (await import('./markdown.ts')).markdown

/** Every output format. The first is the default. */
export const formats: readonly Format[] = [
  { name: 'table', load: table, screen: table },
  { name: 'plain', load: plain, screen: plain },
  { name: 'json', load: async () => (await import('./json.ts')).json },
  { name: 'ndjson', load: async () => (await import('./ndjson.ts')).ndjson },
  { name: 'csv', load: async () => (await import('./csv.ts')).csv },
  { name: 'markdown', load: markdown, screen: markdown },
  { name: 'prometheus', load: async () => (await import('./prometheus.ts')).prometheus, mode: 0o644 },
]
