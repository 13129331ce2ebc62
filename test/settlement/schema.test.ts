import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { toJson } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { settlementStates } from '../../src/payments/settlement/states.ts'
import { settlementDocument } from '../../src/settlement/document.ts'
import { settlement } from '../../src/settlement/room.ts'
import { adviceReasons, stateReasons } from '../../src/settlement/words.ts'
import { expected, fixtures } from './seen.ts'

const read = (name: string) => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'))
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
ajv.addSchema(read('run'), 'run.schema.json')
const schema = read('settlement')
const validate = ajv.compile(schema)

describe('x402ops.settlement/v1', () => {
  test.each(Object.entries(fixtures))('%s', (_code, seen) => {
    const document = settlementDocument(seen, expected, judgeRoom(settlement, seen, expected), 3)
    validate(JSON.parse(toJson(document)))
    expect(validate.errors ?? []).toEqual([])
  })

  test('lists the words that the code knows, and no other', () => {
    const { state, stateReasons: reasons, adviceReasons: advice } = schema.$defs.payment.properties
    expect(state.enum.toSorted()).toEqual([...settlementStates].toSorted())
    expect(reasons.items.enum.toSorted()).toEqual(Object.keys(stateReasons).toSorted())
    expect(advice.items.enum.toSorted()).toEqual(Object.keys(adviceReasons).toSorted())
  })
})
