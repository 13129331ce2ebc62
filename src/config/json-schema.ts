import * as z from 'zod'
import { configSchema } from './schema.ts'

type Made = Readonly<Record<string, unknown>>

// Making it costs 10 ms, and each message about a wrong key asks for it several times.
let made: Made | undefined

/**
 * The JSON Schema (2020-12) of x402ops.yaml, for editors. It is made from the schema that reads the file;
 * what only code can check (checksums, prices against tokens) is not in it.
 */
export function configJsonSchema(): Made {
  if (made !== undefined) return made
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { io: 'input' })
  made = { $schema, title: 'x402ops.yaml', ...rest }
  return made
}
