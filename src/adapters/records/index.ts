import { csv } from './csv.ts'
import type { RecordFormat } from './format.ts'
import { jsonArray } from './json-array.ts'
import { jsonl } from './jsonl.ts'

/** Every format of record files; the first that recognises the beginning of a file reads it. */
export const formats = [jsonl, jsonArray, csv] as const satisfies readonly RecordFormat[]
