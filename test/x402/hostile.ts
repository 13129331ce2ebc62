import { bytesOf, forms } from './forms.ts'
import { mutateBytes, mutateJson, noise, pick, type Random } from './mutate.ts'
import { documents } from './samples.ts'

/**
 * One hostile input: a document of the protocol in some form, with fields and bytes changed; sometimes two of them
 * glued together, sometimes noise.
 */
export function hostileInput(random: Random): Uint8Array {
  if (random() < 0.1) return noise(random, 300)
  const sample = pick(random, documents)
  const json = random() < 0.7 ? mutateJson(random, sample.json) : sample.json
  let bytes = bytesOf(pick(random, forms).text({ ...sample, json: json ?? null }))
  const changes = Math.floor(random() * 3)
  for (let i = 0; i < changes; i += 1) bytes = mutateBytes(random, bytes)
  return random() < 0.1 ? Buffer.concat([bytes, Buffer.from('\n'), hostileInput(random)]) : bytes
}
