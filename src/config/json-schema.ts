import * as z from 'zod'
import { configSchema } from './schema.ts'

/**
 * The JSON Schema (2020-12) of x402ops.yaml, for editors. It is made from the schema that reads the file;
 * what only code can check (checksums, prices against tokens) is not in it.
 */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { io: 'input' })
  return { $schema, title: 'x402ops.yaml', ...rest }
}
