import { csv } from './csv.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'
import { ndjson } from './ndjson.ts'
import { plain } from './plain.ts'
import type { Renderer } from './renderer.ts'
import { table } from './table.ts'

/** Every output format, by the word after `-o`. The first is the default. */
export const renderers = [table, plain, json, ndjson, csv, markdown] as const satisfies readonly Renderer[]
