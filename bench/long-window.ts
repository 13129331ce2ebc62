// Thirty days of blocks through an endpoint that answers for 2,000 blocks at a time, limits the rate and fails
// one request in twenty: the report must be the one of an endpoint without faults. The chain is the rig's; see
// test/e2e/stretched-rpc.ts for what lies between its blocks. Run it after a build:
//   node --import ./scripts/ts.mjs bench/long-window.ts [days] [payments]
import { isDeepStrictEqual } from 'node:util'
import { badDay, startLongWindow } from '../test/e2e/long-window.ts'

const days = Number(process.argv[2] ?? 30)
const payments = Number(process.argv[3] ?? 80)
const long = await startLongWindow(days, payments)
try {
  const calm = await long.reconcile(null)
  const rough = await long.reconcile(badDay)
  const same = isDeepStrictEqual(rough.document, calm.document) && rough.cases === calm.cases
  const row = ({ seconds, counts, complete }: typeof calm) =>
    `${seconds.toFixed(1)} s, ${Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}, ${complete ? 'complete' : 'INCOMPLETE'}`
  process.stdout.write(
    `${days} days, ${calm.blocks} blocks, ${payments} payments\n` +
      `  without faults: ${row(calm)}\n  with faults:    ${row(rough)}\n` +
      `  classes: ${JSON.stringify(rough.classes)}\n  reports ${same ? 'equal' : 'DIFFER'}\n`,
  )
  process.exitCode = same && rough.complete ? 0 : 1
} finally {
  await long.stop()
}
