import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createKeyTest } from '../../src/redact/deep/key-test.ts'
import { keys } from '../../src/redact/deep/keys.ts'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'
import { addressOfKey } from '../../src/redact/key-address.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const key = new Uint8Array(32).fill(7)
const withheld = '[withheld: line could not be redacted]'

describe('a rule that throws', () => {
  /** A known value whose name can be read while the rules are made, and never again. */
  function hostile() {
    let reads = 0
    return {
      value: 'CANARY-hostile-4711',
      get label() {
        reads += 1
        if (reads > 1) throw new Error('no label today')
        return 'HOSTILE'
      },
    }
  }

  test('costs its line, which is withheld and counted; the others stay', () => {
    const redactor = createEvidenceRedactor({ known: [hostile()], key })
    const shown = redactor.text('first line\nit was CANARY-hostile-4711 here\nlast line\n')
    expect(shown.value).toBe(`first line\n${withheld}\nlast line\n`)
    expect(shown.withheld).toBe(1)
  })

  test('costs a block of lines when it throws over line ends', () => {
    const value = 'CANARY-hostile-4711\nCANARY-hostile-4712'
    const known = Object.defineProperty(hostile(), 'value', { value })
    const shown = createEvidenceRedactor({ known: [known], key }).text(`first\n${value}\nlast`)
    expect(shown.value).not.toContain('CANARY')
    expect(shown.withheld).toBeGreaterThan(0)
  })

  test('costs one value of data', () => {
    const redactor = createEvidenceRedactor({ known: [hostile()], key })
    const shown = redactor.data({ a: 'fine', b: 'CANARY-hostile-4711', c: ['CANARY-hostile-4711', 'fine'] })
    expect(shown.value).toEqual({ a: 'fine', b: withheld, c: [withheld, 'fine'] })
    expect(shown.withheld).toBe(2)
  })

  test('a field that throws when it is read costs itself', () => {
    const data = {
      a: 'fine',
      get b(): string {
        throw new Error('CANARY-4711')
      },
    }
    const shown = createEvidenceRedactor({ known: [], key }).data(data)
    expect(shown.value).toEqual({ a: 'fine', b: withheld })
    expect(shown.withheld).toBe(1)
  })
})

describe('marks that stand in what comes in', () => {
  const redactor = () => createEvidenceRedactor({ known: [], key })
  const forged = '[redacted:private-key:0123456789abcdef]'

  test('marks of the screen stay in data', () => {
    const data = {
      url: 'https://rpc.example/v2/[redacted:url-key]',
      authorization: '[redacted:authorization]',
      words: ['it said [redacted:env:RPC_A] and went'],
    }
    const { value, redactions } = redactor().data(data)
    expect(value).toEqual(data)
    expect(redactions).toEqual({})
  })

  test('a secret in a field that is named for one goes, and a mark of the screen there stays', () => {
    const signature = `0x${'5a'.repeat(64)}1b`
    const data = {
      signature,
      password: 'CANARYpass77',
      extra: { key: 'CANARYsecretvalue0123' },
      cookie: '[redacted:cookie]',
    }
    const text = JSON.stringify({ ...data, body: JSON.stringify({ payload: { signature } }) })
    const shown = JSON.stringify(redactor().data(JSON.parse(text)).value)
    expect(shown).not.toMatch(/CANARY|5a5a/)
    expect(shown).toContain('"cookie":"[redacted:cookie]"')
  })

  test('a forged mark with a tag is escaped in data, too', () => {
    const { value, redactions } = redactor().data({ note: `it said ${forged}` })
    expect(value.note).toMatch(/^it said \[forged-redacted:private-key:/)
    expect(value.note).not.toContain(forged)
    expect(redactions).toMatchObject({ 'forged-marker': 1 })
  })

  test.each([
    ['text', (text: string) => redactor().text(text)],
    ['file', (text: string) => redactor().file(text)],
    ['JSON', (text: string) => redactor().file(JSON.stringify({ msg: text }))],
  ])('both kinds are escaped and counted in %s', (_name, hide) => {
    const { value, redactions } = hide(`it said [redacted:url-key] and ${forged} twice`)
    expect(value).toContain('it said [forged-redacted:url-key] and [forged-redacted:private-key:')
    expect(value).not.toContain(forged)
    expect(redactions).toMatchObject({ 'forged-marker': 2 })
  })
})

describe('once the budget for key tests is used up', () => {
  const address = addressOfKey(digest('whose')) ?? ''
  // More nonces than are tested.
  const used = Array.from({ length: 20_000 }, (_, index) => `{"nonce":"0x${digest(`n${index}`)}"}`).join('\n')
  const nonce = `0x${digest('late nonce')}`
  const tx = `0x${digest('late transaction')}`

  test('hashes of a chain stay, what a payer chose goes and is counted', () => {
    const redactor = createEvidenceRedactor({ known: [], key, addresses: [address] })
    redactor.file(used)
    const line = JSON.stringify({ nonce, requestId: nonce, tx, blockHash: tx })
    const file = redactor.file(`${line}\n`)
    expect(file.value).not.toContain(nonce)
    expect(file.value).toContain(`"tx":"${tx}","blockHash":"${tx}"`)
    expect(file.redactions).toEqual({ 'key-untested': 2 })
    const text = redactor.text(`tx: ${tx}, nonce: ${nonce}`)
    expect(text.value).toMatch(new RegExp(`^tx: ${tx}, nonce: \\[redacted:private-key:[0-9a-f]{16}\\]$`))
    expect(text.redactions).toEqual({ 'key-untested': 1 })
    expect(redactor.data({ nonce, tx }).redactions).toEqual({ 'key-untested': 1 })
  }, 60_000)

  test('of hashes behind the name of a transaction the first are tested', () => {
    const seed = digest('whose')
    const test = createKeyTest(2)
    test.addAddress(address)
    expect(test.ofChainMade(seed)).toBe('key')
    expect(test.ofSeed(digest('another'))).toBe('other')
    expect(test.ofChainMade(digest('a third'))).toBe('other')
    expect(test.ofSeed(digest('a third'))).toBe('untested')
    const facts = {
      seen: () => false,
      keyKind: test.ofSeed,
      chainMadeKind: test.ofChainMade,
      label: null,
    }
    expect(keys.find(`tx 0x${digest('a third')}`, facts)).toEqual([])
    expect(keys.find(`nonce 0x${digest('a third')}`, facts)).toMatchObject([{ rule: 'key-untested' }])
  })
})

describe('tags', () => {
  test.each([
    ['a short password', 'password: CANARYp7', '[redacted:secret]'],
    ['a PIN of an object', JSON.stringify({ pin: '482916' }), '[redacted:password]'],
    ['one class of letters', 'password=canarycanarycanary!', '[redacted:secret'],
  ])('%s has none that could be tried out', (_name, text, mark) => {
    const { value } = createEvidenceRedactor({ known: [], key }).file(text)
    expect(value).toContain(mark)
  })

  test('a long secret has one, equal for equal secrets', () => {
    const text = 'api_key: CANARY-0123456789, api_key: CANARY-0123456789'
    const { value } = createEvidenceRedactor({ known: [], key }).text(text)
    expect(value).toMatch(/^api_key: (\[redacted:[a-z-]+:[0-9a-f]{16}\]), api_key: \1$/)
  })
})
