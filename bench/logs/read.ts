// One reader as a process of its own: node bench/logs/read.ts URL WAY PAGES BLOCKS. The first page warms it up; what the
// rest costs is printed as JSON.
import { type Range, ways } from './ways.ts'

const [url = '', name = '', count = '', blocks = ''] = process.argv.slice(2)
const pages = Array.from({ length: Number(count) + 1 }, (_, at): Range => {
  const fromBlock = at * Number(blocks)
  return { fromBlock, toBlock: fromBlock + Number(blocks) - 1 }
})
const read = await ways[name]?.(url, pages)
const [first, ...rest] = pages
if (read === undefined || first === undefined) throw new Error(`nobody reads by ${name}`)
const warm = await read(first)
const before = process.cpuUsage()
let logs = 0
let sum = warm.sum
for (const range of rest) {
  const found = await read(range)
  logs += found.logs ?? 0
  sum = sum === null || found.sum === null ? null : sum + found.sum
}
const { user, system } = process.cpuUsage(before)
const { maxRSS } = process.resourceUsage()
const found = {
  cpuUs: user + system,
  logs: warm.logs === null ? null : logs + warm.logs,
  sum: sum?.toString() ?? null,
}
process.stdout.write(`${JSON.stringify({ ...found, peakMiB: maxRSS / 1024 })}\n`)
process.exit()
