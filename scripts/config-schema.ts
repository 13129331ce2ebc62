// Writes schemas/config.schema.json from the schema that reads x402ops.yaml:
// node --import ./scripts/ts.mjs scripts/config-schema.ts
import { writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/config/json-schema.ts'

const file = new URL('../schemas/config.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
