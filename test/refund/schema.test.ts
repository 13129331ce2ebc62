import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { expect, test } from 'vitest'
import { toJson } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { planDocument } from '../../src/refund/document.ts'
import { planOf } from '../../src/refund/plan.ts'
import { refund } from '../../src/refund/room.ts'
import { heldWords } from '../../src/refund/words.ts'
import { alice, bob } from '../payments/world.ts'
import { back, expected, paid, read, seeing, told } from './world.ts'

const schema = (name: string) => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'))
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
ajv.addSchema(schema('run'), 'run.schema.json')
const validate = ajv.compile(schema('refund-plan'))

test.each([
  ['an empty plan', seeing([])],
  [
    'refunds, held ones and waiting ones',
    seeing([paid(1), paid(2, { books: 'refunded' }), paid(3, { finality: 'below' })]),
  ],
  [
    'what is done',
    seeing([paid(1), paid(2, {}, { payer: bob })], { readings: [read([back(alice, 10_000n)])] }),
  ],
  [
    'offline, with events',
    seeing([paid(1)], {
      readings: null,
      events: { file: 'e', events: [told({ amount: '0.004' })], rejected: [] },
    }),
  ],
])('%s is x402ops.refund-plan/v1', (_name, seen) => {
  const { findings } = judgeRoom(refund, seen, expected)
  const document = planDocument(planOf(seen, expected), seen, { profile: 'shop', findings, exitCode: 1 })
  validate(JSON.parse(toJson(document)))
  expect(validate.errors ?? []).toEqual([])
})

test('the schema lists every reason to hold a payment back', () => {
  const { reason } = schema('refund-plan').properties.held.items.properties
  expect(reason.enum.toSorted()).toEqual(Object.keys(heldWords).toSorted())
})
