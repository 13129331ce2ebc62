import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { readYaml } from '../../src/config/yaml-text.ts'

const folder = join(import.meta.dirname, '../fixtures/config')
const published = join(import.meta.dirname, '../../schemas/config.schema.json')
const dataOf = (name: string) => readYaml(readFileSync(join(folder, name), 'utf8'), name).data

test('the published schema is the one that the reader uses (node --import ./scripts/ts.mjs scripts/config-schema.ts)', () => {
  expect(readFileSync(published, 'utf8')).toBe(`${JSON.stringify(configJsonSchema(), null, 2)}\n`)
})

const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  configJsonSchema(),
)

test('it accepts the whole format', () => {
  validate(dataOf('valid.yaml'))
  expect(validate.errors).toBeNull()
})

test('it refuses misspelt keys, wrong types and two places for one secret, so an editor shows them', () => {
  const wrong = [
    'misspelt-key',
    'wrong-type-list',
    'secret-two-places',
    'bad-duration',
    'unknown-version',
    'missing-key',
  ]
  expect(wrong.filter((name) => validate(dataOf(`${name}.yaml`)))).toEqual([])
})
