import { chmod, mkdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  at,
  begin,
  busy,
  eachInItsFolder,
  everywhere,
  folder,
  incoming,
  label,
  live,
  names,
  payers,
  rangesAsked,
  readAll,
} from './desk.ts'
import { addLog, answer, us, word } from './memory-node.ts'

eachInItsFolder()

type Harm = (one: string, two: string) => Promise<unknown>
const inside = (name: string) => join(folder(), name)
const harms: readonly (readonly [string, Harm])[] = [
  ['a torn file', async (one) => writeFile(inside(one), (await readFile(inside(one))).subarray(0, -7))],
  ['a foreign file', (one) => writeFile(inside(one), 'GIF89a')],
  ['a file of another question', async (one, two) => writeFile(inside(one), await readFile(inside(two)))],
  [
    'a file that says more than its name',
    async (one) => {
      await writeFile(inside(one.replace('_0-40_', '_0-39_')), await readFile(inside(one)))
      await rm(inside(one))
    },
  ],
  [
    'a link to a whole file',
    async (one) => {
      await writeFile(join(at.cacheDir, 'elsewhere'), await readFile(inside(one)))
      await rm(inside(one))
      await symlink(join(at.cacheDir, 'elsewhere'), inside(one))
    },
  ],
]

test.each(harms)('%s is removed and its blocks are read again', async (_, harm) => {
  const world = busy(60)
  const first = begin(world)
  await readAll(world, first, 0, 40)
  await first.cache.close(everywhere, 'ended')
  const [one = '', two = ''] = await names()
  await harm(one, two)
  const again = begin(world)
  await readAll(world, again, 0, 40)
  expect(rangesAsked(world)).toEqual([[0, 40]])
  expect(again.cache.notes().map(({ text }) => text)).toEqual([
    `a damaged file with chain logs of ${label} was removed; its blocks are read again`,
  ])
  await again.cache.close(everywhere, 'ended')
  expect(await names()).toHaveLength(2)
})

test.each([
  ['a link', async (path: string) => symlink(join(at.cacheDir, 'real'), path), 'it is a symbolic link'],
  ['a file', async (path: string) => writeFile(path, ''), 'it exists already (EEXIST)'],
  [
    'open to others',
    async (path: string) => mkdir(path).then(() => chmod(path, 0o777)),
    'others may write in it',
  ],
] as const)('a folder that is %s is not used, and the answers are the same', async (_, make, why) => {
  await mkdir(join(at.cacheDir, 'real'))
  await mkdir(dirname(folder()), { mode: 0o700 })
  await make(folder())
  const world = busy(60)
  const run = begin(world)
  await readAll(world, run, 0, 40)
  await run.cache.close(everywhere, 'ended')
  expect(run.cache.notes().map(({ text }) => text)).toEqual([`chain logs are not kept: ${folder()}: ${why}`])
  expect(await names()).toEqual([])
})

test('what is kept stays within its bound: what was not used for longest goes first', async () => {
  const world = busy(400)
  const first = begin(world)
  for (const from of [0, 100, 200]) await first.node.logs(incoming(from, from + 99), live)
  await first.cache.close(everywhere, 'ended')
  const files = (await names()).sort()
  const sizes = await Promise.all(files.map(async (name) => (await stat(inside(name))).size))
  await utimes(inside(files[1] ?? ''), new Date(0), new Date(0))
  const maxBytes = sizes.reduce((sum, size) => sum + size, 0)
  const second = begin(world, { maxBytes })
  await second.node.logs(incoming(300, 380), live)
  await second.cache.close(everywhere, 'ended')
  expect((await names()).filter((name) => files.includes(name)).sort()).toEqual([files[0], files[2]])
  expect(await names()).toHaveLength(3)
  // A run does not throw out what it reads itself.
  const third = begin(world, { maxBytes: (sizes[0] ?? 0) + 100 })
  await readAll(world, third, 0, 390)
  expect(third.cache.notes().map(({ text }) => text)).toEqual([
    'chain logs: there is no more room for what this run reads (cache.maxBytes)',
  ])
})

test('a long search is kept in stretches, so a run that dies loses only the last of them', async () => {
  const world = busy(400)
  const first = begin(world, { stretch: 50 })
  const dies = new Error('killed')
  const { node } = first
  const query = incoming(0, 380)
  world.hidden = () => {
    if (world.asked.length > 5) throw dies
    return false
  }
  await expect(node.logs(query, live)).rejects.toThrow(dies)
  world.hidden = () => false
  const second = begin(world, { stretch: 500 })
  expect((await second.node.logs(query, live)).logs).toEqual(answer(world, query).logs)
  expect(rangesAsked(world)).toEqual([[250, 380]])
})

test('a node that stops answering is not asked for every stretch', async () => {
  const world = busy(400)
  world.silent = [{ from: 120, to: 1000, why: 'auth: no' }]
  const { node } = begin(world, { stretch: 50 })
  const scan = await node.logs(incoming(0, 380), live)
  expect(scan.holes).toEqual([{ from: 120, to: 380, why: 'auth: no' }])
  expect(world.asked).toHaveLength(3)
})

test('many small files become few, and say the same', async () => {
  const world = busy(400)
  for (let head = 40; head < 340; head += 10) {
    world.head = head
    const run = begin(world)
    await run.node.logs(incoming(0, head), live)
    await run.cache.close(everywhere, 'ended')
  }
  expect((await names()).length).toBeLessThan(10)
  const last = begin(world)
  await readAll(world, last, 0, 330)
  expect(rangesAsked(world)[0]?.[0]).toBeGreaterThan(300)
})

test('what belongs to another chain is not joined with what belongs to this one', async () => {
  const old = busy(400)
  for (let from = 0; from < 300; from += 10) {
    const run = begin(old)
    await run.node.logs(incoming(from, from + 9), live)
    // Closed by nobody: as many files as it takes, and not joined yet.
    if (from === 290) await run.cache.close([], 'stopped')
  }
  for (const name of await names()) await rename(inside(name), inside(name.replace(/new$/, 'kept')))
  const other = { ...busy(600), name: 'b' }
  other.logs = other.logs.slice(4).map((log) => ({ ...log, blockHash: word(`b ${log.blockNumber}`) }))
  const run = begin(other)
  await run.node.logs(incoming(400, 500), live)
  await run.cache.close(everywhere, 'ended')
  await readAll(other, begin(other), 0, 500)
})

test('whatever was asked before, stopped, damaged or read by two at once, an answer is what the chain holds', async () => {
  const step = fc.record({
    grow: fc.nat(12),
    from: fc.nat(60),
    length: fc.nat(60),
    who: fc.subarray(payers, { minLength: 1 }),
    end: fc.constantFrom('ended', 'stopped', 'killed'),
    found: fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 2 }),
    flip: fc.option(fc.nat(100_000)),
    twice: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      await rm(at.cacheDir, { recursive: true, force: true })
      const world = busy(150)
      world.head = 30
      for (const { grow, from, length, who, end, found, flip, twice } of steps) {
        world.head += grow
        const runs = twice ? [begin(world), begin(world)] : [begin(world)]
        await Promise.all(runs.map((run) => readAll(world, run, from, from + length, who)))
        const verdicts = found.map(([a, b]) => ({
          ...{ network: 'eip155:8453', asset: null, label: null },
          found: [{ from: Math.min(a, b), to: Math.max(a, b) }],
        }))
        if (end !== 'killed') for (const { cache } of runs) await cache.close(verdicts, end)
        const all = await names()
        if (flip === null || all.length === 0) continue
        const name = inside(all[flip % all.length] ?? '')
        const bytes = await readFile(name)
        bytes[flip % bytes.length] = (bytes[flip % bytes.length] ?? 0) ^ 4
        await writeFile(name, bytes)
      }
    }),
    { numRuns: 25 },
  )
})

test('two stories, one kept and one new, make a hole', async () => {
  const world = busy(60)
  const first = begin(world)
  await first.node.logs(incoming(0, 30), live)
  await first.cache.close(everywhere, 'ended')
  const payer = payers[0] ?? ''
  const fresh = begin(world)
  // The same place in a block, told as another log to somebody who asks for more.
  world.logs = world.logs.filter(({ blockNumber }) => blockNumber !== 24)
  addLog(world, 0, 24, payer, us)
  addLog(world, 0, 24, payer, us)
  const other = word('other').slice(0, 42)
  addLog(world, 0, 24, payer, other)
  const both = {
    ...incoming(0, 30),
    topics: [
      incoming(0, 30).topics[0] ?? null,
      null,
      [us, other].map((address) => `0x${'0'.repeat(24)}${address.slice(2)}`),
    ],
  }
  world.logs = world.logs.map((log) =>
    log.topics[2]?.endsWith(other.slice(2)) ? { ...log, blockHash: word('b') } : log,
  )
  const scan = await fresh.node.logs(both, live)
  expect(scan.holes).toEqual([{ from: 24, to: 24, why: 'rpc: the node tells two stories of this block' }])
  expect(await names()).toEqual([])
  // The next run hears one story only.
  expect((await begin(world).node.logColumns(both, live)).holes).toEqual([])
})
