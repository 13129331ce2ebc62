import { createHash } from 'node:crypto'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'
import type { Contender, Hider } from './score.ts'
import type { World } from './world.ts'

type Create = typeof createEvidenceRedactor

/** The evidence redactor, or a broken copy of it, over the secrets and addresses of a world. */
export function hiderOf(create: Create, world: World): Hider {
  const key = createHash('sha256').update(`bundle key of ${world.seed}`).digest()
  const redactor = create({ known: world.known, key, addresses: world.addresses })
  return {
    learn: (value) => redactor.learn(value),
    text: (text) => redactor.text(text).value,
    file: (text) => redactor.file(text).value,
    data: (value) => redactor.data(value).value,
  }
}

/** x402ops, as it makes bundles. */
export const ours: Contender = (world) => hiderOf(createEvidenceRedactor, world)
