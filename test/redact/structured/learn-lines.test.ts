import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTree } from '../../../src/redact/structured/json-tree.ts'
import { learnLines } from '../../../src/redact/structured/learn-lines.ts'
import { createProvenance, type Provenance } from '../../../src/redact/structured/provenance.ts'

const isDenied = (value: string) => value.includes('4242')

function byShape(lines: readonly string[]): Provenance {
  const provenance = createProvenance(isDenied)
  learnLines(`${lines.join('\n')}\n`, provenance)
  return provenance
}

function oneByOne(lines: readonly string[]): Provenance {
  const provenance = createProvenance(isDenied)
  for (const line of lines) {
    const node = parseTree(line)
    if (node !== undefined) provenance.learnTree(node)
  }
  return provenance
}

/** What was learned, without what is a number and nothing else: of these a log has too many. */
function learned({ ids, addresses, originOf }: Provenance): unknown {
  const told = [...ids.keys()].filter((id) => !/^\d+$/.test(id)).sort()
  return { ids: told.map((id) => [id, originOf(id)]), addresses: [...addresses.keys()].sort() }
}

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((signs) => signs.join(''))
const network = fc.constantFrom(1, 3, 10, 8453, 4242, 84532, 11155111, 123456789).map((id) => `eip155:${id}`)
const line = fc.oneof(
  fc.record({ network, payer: hex(40).map((digits) => `0x${digits}`), time: fc.nat({ max: 9 }) }),
  fc.record({ network, note: network, nonce: hex(64).map((digits) => `0x${digits}`) }),
  fc.record({ note: network, accepts: fc.tuple(fc.record({ network }), fc.record({ network })) }),
  fc.record({ requestId: fc.nat({ max: 999 }).map((id) => `order:${id}`), note: network }),
  fc.record({ requestId: fc.nat({ max: 999 }).map((id) => `AKIACANARYCANARY:${id}`), network }),
)

describe('learnLines', () => {
  it('learns an id that holds numbers from lines of one shape', () => {
    const lines = [8453, 1337, 2020, 3030].map((id) => JSON.stringify({ network: `eip155:${id}` }))
    expect([...byShape(lines).ids.keys()].sort()).toEqual(
      ['eip155:1337', 'eip155:2020', 'eip155:3030', 'eip155:8453'].sort(),
    )
  })

  it('takes no text for an id because the number in it is that of one', () => {
    const lines = [1111, 2222, 3333, 4444].map((id) =>
      JSON.stringify({ network: `eip155:${id}`, note: `eip155:${id + 1}` }),
    )
    expect(byShape(lines).originOf('eip155:3334')).toBeUndefined()
  })

  it('enters no known value and no credential under the name of an id', () => {
    const lines = [1111, 4242, 5555].map((id) => JSON.stringify({ network: `eip155:${id}` }))
    expect(byShape(lines).originOf('eip155:4242')).toBeUndefined()
    expect(byShape(lines).originOf('eip155:5555')).toBe('payer')
  })

  it('learns what reading every line learns', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 30 }), (list) => {
        const lines = list.map((item) => JSON.stringify(item))
        expect(learned(byShape(lines))).toEqual(learned(oneByOne(lines)))
      }),
      { numRuns: 150 },
    )
  })
})
