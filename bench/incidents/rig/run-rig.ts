// The same labels on the real rig: a bad day and an odd day of real servers on a real chain, scored like worlds.
import { playOddDay } from '../../../test/rig/odd-day.ts'
import { type Rig, startRig } from '../../../test/rig/rig.ts'
import { playIncident, type Truth } from '../../../test/rig/scenario.ts'
import { contenders, scoreOf } from '../contenders.ts'
import { addTallies, emptyTally, type Tally } from '../score.ts'
import { renderTable } from '../table.ts'
import { photograph } from './photograph.ts'

type Day = { readonly name: string; readonly play: (rig: Rig) => Promise<readonly Truth[]> }

const days: readonly Day[] = [
  { name: 'a bad day on the rig', play: playIncident },
  { name: 'an odd day on the rig', play: playOddDay },
]

/** Plays the days, prints the table. True when x402ops named everything and nothing else. */
export async function runRig(): Promise<boolean> {
  const tallies = new Map<string, Tally>()
  for (const { name, play } of days) {
    const rig = await startRig()
    try {
      const scenario = await photograph(rig, name, await play(rig))
      for (const contender of contenders) {
        const { tally, misses } = await scoreOf(contender, scenario, ['honest'])
        tallies.set(contender.name, addTallies(tallies.get(contender.name) ?? emptyTally, tally))
        if (contender.name === 'x402ops') for (const miss of misses) console.log(JSON.stringify(miss))
      }
    } finally {
      await rig.stop()
    }
  }
  const columns = contenders.map(({ name }) => ({ name, tally: tallies.get(name) ?? emptyTally }))
  console.log(`\n${days.length} days on the rig, Node ${process.version}\n`)
  console.log(renderTable(columns))
  const { decidable, right, falseClears, falseAlarms, overclaimed } = columns[0]?.tally ?? emptyTally
  return right === decidable && falseClears + falseAlarms + overclaimed === 0
}
