// One reader as a process of its own: node bench/logs/read.ts URL WAY PAGES BLOCKS WARM. The first WARM pages warm it up;
// what the rest costs is printed as JSON.
import { type Found, type Range, ways } from './ways.ts'

const [url = '', name = '', count = '', blocks = '', warmCount = ''] = process.argv.slice(2)
const pages = Array.from({ length: Number(count) + Number(warmCount) }, (_, at): Range => {
  const fromBlock = at * Number(blocks)
  return { fromBlock, toBlock: fromBlock + Number(blocks) - 1 }
})
const way = ways[name]
if (way === undefined) throw new Error(`nobody reads by ${name}`)
const read = await way(url, pages)

async function sumUp(part: readonly Range[]): Promise<Found> {
  let { logs, sum }: Found = { logs: 0, sum: 0n }
  for (const found of await read(part)) {
    logs = logs === null || found.logs === null ? null : logs + found.logs
    sum = sum === null || found.sum === null ? null : sum + found.sum
  }
  return { logs, sum }
}

await sumUp(pages.slice(0, Number(warmCount)))
const before = process.cpuUsage()
const { logs, sum } = await sumUp(pages.slice(Number(warmCount)))
const { user, system } = process.cpuUsage(before)
const { maxRSS } = process.resourceUsage()
const found = { cpuUs: user + system, logs, sum: sum === null ? null : String(sum), peakMiB: maxRSS / 1024 }
process.stdout.write(`${JSON.stringify(found)}\n`)
process.exit()
