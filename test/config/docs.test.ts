import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig } from '../../src/config/parse.ts'
import { profileSchema } from '../../src/config/schema.ts'

const text = readFileSync(join(import.meta.dirname, '../../docs/config.md'), 'utf8')
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml)
const example = blocks.find((yaml) => yaml.startsWith('baseUrl')) ?? ''

test('the example of docs/config.md is read without complaint and shows every key', () => {
  const indented = example.replace(/^(?=.)/gm, '    ')
  const { config } = parseConfig(
    `version: 1\nprofiles:\n  shop:\n    extends: mainnet\n${indented}`,
    'docs/config.md',
  )
  expect(Object.keys(config.profiles?.shop ?? {}).sort()).toEqual(Object.keys(profileSchema.shape).sort())
})

test.each(['thresholds', 'limits', 'reconcile', 'probes', 'toggle', 'checklist'] as const)(
  'every key of %s is in the example',
  (name) => {
    const keys = Object.keys(profileSchema.shape[name].unwrap().shape)
    expect(keys.filter((key) => !new RegExp(`[\\s{,"]${key}"?: `).test(example))).toEqual([])
  },
)
