// What the gate costs on a clean bundle: node --import ./scripts/ts.mjs bench/gate.ts [cases]
import { createGate } from '../src/gate/gate.ts'
import { cleanBundle } from '../test/gate/clean.ts'
import { drawn } from '../test/gate/drawn.ts'

const cases = Number(process.argv[2] ?? 10_000)
const known = Array.from({ length: 30 }, (_, at) => ({
  label: `SECRET_${at}`,
  value: drawn(`known ${at}`, 32).toString(at % 2 === 0 ? 'hex' : 'base64'),
}))
const bundle = cleanBundle(cases)
const bytes = bundle.reduce((sum, file) => sum + file.bytes.length, 0)
const gate = await createGate(known)
const start = process.cpuUsage()
const hits = await gate.scan(bundle)
const { user, system } = process.cpuUsage(start)
process.stdout.write(
  `${cases} payments, ${(bytes / 1e6).toFixed(1)} MB, ${hits.length} hits, ${((user + system) / 1e6).toFixed(1)} s of CPU\n`,
)
process.exitCode = hits.length === 0 ? 0 : 1
