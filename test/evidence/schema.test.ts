import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { isManifest } from '../../src/evidence/manifest-shape.ts'
import { bundleOf, textOf } from './bundling.ts'
import { alice, matrixRun, reconcileRun } from './world.ts'

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
const read = (name: string) => JSON.parse(readFileSync(join(resolve('schemas'), name), 'utf8'))
for (const name of ['run.schema.json', 'case.schema.json']) ajv.addSchema(read(name), name)
const isValid = ajv.compile(read('bundle.schema.json'))

const saved = [matrixRun(2000, { payTo: `0x${'9'.repeat(40)}` }), reconcileRun(4000)]
const bundles = [bundleOf({ saved }), bundleOf({ saved, wanted: { payers: [alice] }, note: 'x' })]
const manifest = JSON.parse(textOf(bundles[0]!.files, 'manifest.json'))

test.each(bundles.map((bundle) => [bundle.bundleId, bundle] as const))(
  '%s conforms',
  (_id, { files, order }) => {
    const own = JSON.parse(textOf(files, 'manifest.json'))
    isValid(own)
    expect(isValid.errors ?? []).toEqual([])
    expect(isManifest(own)).toBe(true)
    for (const path of order.filter((name) => name.endsWith('/run.json'))) {
      const validate = ajv.getSchema('run.schema.json')
      validate?.(JSON.parse(textOf(files, path)))
      expect(validate?.errors ?? []).toEqual([])
    }
    const validate = ajv.getSchema('case.schema.json')
    for (const path of order.filter((name) => name.endsWith('cases.ndjson'))) {
      for (const line of textOf(files, path)
        .split('\n')
        .filter((text) => text !== '')) {
        validate?.(JSON.parse(line))
        expect(validate?.errors ?? []).toEqual([])
      }
    }
  },
)

describe('schema and reader refuse the same', () => {
  const [file, ...rest] = manifest.files
  test.each<[string, object]>([
    ['another schema', { ...manifest, schema: 'x402ops.run/v1' }],
    ['a path that leads out', { ...manifest, files: [{ ...file, path: '../README.md' }, ...rest] }],
    ['a hidden path', { ...manifest, files: [{ ...file, path: '.env' }, ...rest] }],
    ['an absolute path', { ...manifest, files: [{ ...file, path: '/etc/passwd' }, ...rest] }],
    ['a digest in upper case', { ...manifest, files: [{ ...file, sha256: 'A'.repeat(64) }, ...rest] }],
    ['half a count', { ...manifest, withheld: 0.5 }],
    ['a count below zero', { ...manifest, redactions: { jwt: -1 } }],
    ['a time without a zone that is none', { ...manifest, madeFrom: 'yesterday' }],
    ['no selection', { ...manifest, selection: undefined }],
    ['a selection of numbers', { ...manifest, selection: { ...manifest.selection, txs: [1] } }],
    ['something left out without a reason', { ...manifest, leftOut: [{ what: 'x' }] }],
  ])('%s', (_name, wrong) => {
    const plain = JSON.parse(JSON.stringify(wrong))
    expect([isValid(plain), isManifest(plain)]).toEqual([false, false])
  })
})
