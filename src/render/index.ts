import type { Renderer } from './renderer.ts'

/** An output format by the word after `-o`, loaded when a run prints it. */
export type Format = { readonly name: string; readonly load: () => Promise<Renderer> }

/** Every output format. The first is the default. */
export const formats: readonly Format[] = [
  { name: 'table', load: async () => (await import('./table.ts')).table },
  { name: 'plain', load: async () => (await import('./plain.ts')).plain },
  { name: 'json', load: async () => (await import('./json.ts')).json },
  { name: 'ndjson', load: async () => (await import('./ndjson.ts')).ndjson },
  { name: 'csv', load: async () => (await import('./csv.ts')).csv },
  { name: 'markdown', load: async () => (await import('./markdown.ts')).markdown },
]
