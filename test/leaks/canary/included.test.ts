import { expect, test } from 'vitest'
import { createEvidenceRedactor } from '../../../src/redact/evidence.ts'
import { fromDotEnv, own, strangers } from './canaries.ts'
import { encodings } from './encodings.ts'
import { appLog, props } from './props.ts'
import { createSearch } from './search.ts'
import { textsOf } from './texts.ts'

const known = [...own, ...fromDotEnv].map(({ name, value }) => ({ label: name, value }))
const find = createSearch([...own, ...strangers, ...fromDotEnv])

const plain = Object.entries(props(textsOf(0)))
  .filter(([name, content]) => typeof content === 'string' && /^logs|^\.env$/.test(name))
  .map(([name, content]) => [name, String(content)] as const)
// Another turn writes the same secrets in other encodings.
const turned = encodings.map(
  ([name], turn) => [`app.log, own secrets from ${name} on`, appLog(turn)] as const,
)

test.each([...plain, ...turned])(
  'of %s no piece of any secret is left',
  { timeout: 60_000 },
  (_name, text) => {
    expect(find(Buffer.from(text)).length).toBeGreaterThan(40)
    const redactor = createEvidenceRedactor({ known, key: new Uint8Array(32).fill(7) })
    const { value, redactions } = redactor.file(text)
    expect(find(Buffer.from(value))).toEqual([])
    expect(Object.keys(redactions).length).toBeGreaterThan(0)
  },
)
