import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createKnownValues } from '../../src/redact/known.ts'
import { createRedactor } from '../../src/redact/redactor.ts'

const folder = resolve('test/fixtures/wire')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const redact = createRedactor(createKnownValues([]))
// 65 bytes of hex that are not part of longer data.
const signature = /(?<![0-9a-f])0x[0-9a-f]{130}(?![0-9a-f])/i

type Wire = { readonly rawHeaders?: readonly string[]; readonly status?: number }

describe('what real servers and clients sent', () => {
  test.each(names)('%s', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const shown = redact(text)
    const before = JSON.parse(text) as Wire
    const after = JSON.parse(shown) as Wire
    expect(shown).not.toMatch(signature)
    for (const run of shown.match(/[A-Za-z0-9+/]{60,}={0,2}/g) ?? []) {
      expect(Buffer.from(run, 'base64').toString('latin1')).not.toMatch(signature)
    }
    // What a server answers is public: terms, receipts, request ids.
    expect(after.rawHeaders).toEqual(before.rawHeaders)
    expect(after.status).toBe(before.status)
  })

  test('there is something to hide among them', () => {
    const all = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
    expect(all).toMatch(signature)
    expect(redact(all)).toContain('[redacted:payment]')
  })
})
