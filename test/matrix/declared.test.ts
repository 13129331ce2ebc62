import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { declaredInput } from '../../src/matrix/declared-input.ts'
import { instanceOf } from '../../src/matrix/instance-of.ts'
import { route } from './fixtures.ts'

const ajv = new Ajv2020({ strict: false, ownProperties: true })
addFormatsModule.default(ajv)

const text = fc
  .record(
    {
      type: fc.constant('string'),
      minLength: fc.nat({ max: 40 }),
      format: fc.constantFrom('uri', 'email', 'uuid', 'date', 'date-time', 'ipv4', 'ipv6', 'hostname'),
    },
    { requiredKeys: ['type'] },
  )
  // A format and a length can exclude each other; servers do not ask for both.
  .map(({ format, ...rest }) => (format === undefined ? rest : { type: 'string', format }))
const number = fc
  .record({
    type: fc.constantFrom('integer', 'number'),
    low: fc.integer({ min: -50, max: 50 }),
    span: fc.integer({ min: 2, max: 30 }),
    step: fc.constantFrom(undefined, 1, 2),
    open: fc.boolean(),
  })
  .map(({ type, low, span, step, open }) => ({
    type,
    ...(open ? { exclusiveMinimum: low } : { minimum: low }),
    maximum: low + span,
    ...(step === undefined ? {} : { multipleOf: step }),
  }))
const { schema } = fc.letrec<{ schema: object; leaf: object; object: object }>((tie) => ({
  leaf: fc.oneof(
    text,
    number,
    fc.constantFrom({ type: 'boolean' }, { type: 'null' }, { enum: ['x', 3] }, { const: { a: 1 } }, {}),
  ),
  object: fc
    .dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), tie('schema'), { maxKeys: 3 })
    .chain((properties) =>
      fc.subarray(Object.keys(properties)).map((required) => ({ type: 'object', properties, required })),
    ),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('object'),
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat({ max: 3 }) }),
    fc.record({ anyOf: fc.array(tie('leaf'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ allOf: fc.tuple(tie('object')) }),
  ),
}))

test('what is built fits its schema, whatever the schema', () => {
  fc.assert(
    fc.property(schema, (one) => {
      expect(ajv.validate(one, instanceOf(one))).toBe(true)
    }),
    { numRuns: 150 },
  )
})

test('hostile schemas: no throw, no pollution, bounded', () => {
  const loop = { properties: { a: { $ref: '#' } }, required: ['a'] }
  expect(JSON.stringify(instanceOf(loop)).length).toBeLessThan(300)
  const wide = Array.from({ length: 20 }, () => ({ $ref: '#' }))
  expect(JSON.stringify(instanceOf({ allOf: wide, anyOf: wide })).length).toBeLessThan(10_000)
  const self = { $ref: '#/a', a: { $ref: '#/a' } }
  expect(instanceOf(self)).toBeDefined()
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
      const made = instanceOf(json)
      expect(JSON.stringify(made)?.length ?? 0).toBeLessThan(2_000_000)
    }),
    { numRuns: 200 },
  )
  expect(Object.hasOwn(Object.prototype, 'a')).toBe(false)
})

const post = { ...route, method: 'POST', path: '/v1/scan?x=1' }
const body = { type: 'object', required: ['url'], properties: { url: { const: 'https://a.example/' } } }
const wanted = { url: 'https://a.example/' }

describe('where servers declare an input', () => {
  test.each<readonly [string, unknown]>([
    [
      'OpenAPI under a server path, with a reference',
      {
        servers: [{ url: 'https://api.example/v1' }],
        paths: { '/scan': { post: { requestBody: { $ref: '#/b' } } } },
        b: { content: { 'application/json; charset=utf-8': { schema: body } } },
      },
    ],
    [
      'OpenAPI with an example',
      {
        paths: {
          '/v1/{op}': {
            post: {
              requestBody: { content: { 'application/json': { examples: { one: { value: wanted } } } } },
            },
          },
        },
      },
    ],
    [
      'a bazaar example',
      {
        resources: [
          {
            resource: 'https://api.example/v1/scan',
            extensions: { bazaar: { info: { input: { body: wanted } } } },
          },
        ],
      },
    ],
    [
      'a bazaar schema',
      {
        items: [
          {
            path: '/v1/scan',
            extensions: { bazaar: { schema: { properties: { input: { properties: { body } } } } } },
          },
        ],
      },
    ],
    [
      'version 1 body fields in a requirement',
      {
        items: [
          {
            url: 'https://api.example/v1/scan',
            accepts: [
              {
                outputSchema: {
                  input: { bodyFields: { url: { type: 'string', required: true, ...body.properties.url } } },
                },
              },
            ],
          },
        ],
      },
    ],
    ['a catalogue of its own', [{ endpoint: '/v1/scan', method: 'post', inputSchema: body }]],
  ])('%s', (_name, document) => {
    expect(declaredInput(document, post)).toEqual({ body: wanted })
  })

  test.each<readonly [string, unknown]>([
    ['another path', { paths: { '/v1/other': { post: { requestBody: {} } } } }],
    ['another method', [{ path: '/v1/scan', method: 'GET', inputSchema: body }]],
    ['nothing', null],
  ])('%s says nothing', (_name, document) => {
    expect(declaredInput(document, post)).toEqual({})
  })

  test('no document makes it throw', () => {
    const entry = fc.dictionary(
      fc.constantFrom(
        'paths',
        'servers',
        'url',
        'path',
        'resource',
        'accepts',
        'inputSchema',
        '/v1/scan',
        'post',
      ),
      fc.jsonValue({ maxDepth: 3 }),
    )
    fc.assert(
      fc.property(fc.oneof(entry, fc.jsonValue()), (document) => {
        expect(typeof declaredInput(document, post)).toBe('object')
      }),
      { numRuns: 300 },
    )
  })
})
