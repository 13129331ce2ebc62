import { afterAll, beforeAll, test } from 'vitest'
import { startRig } from '../../rig/rig.ts'
import { usdc } from '../../rig/token.ts'
import { type House, openHouse } from './house.ts'
import { play } from './play.ts'

// On a rig of its own: a reorganisation takes the snapshots of the chain with it, and other incidents move its clock.
let house: House
beforeAll(async () => {
  house = await openHouse(await startRig())
})
afterAll(async () => {
  await house?.close()
  await house?.rig.stop()
})

/** What is mined lies in the past of a window only when the clock has passed it. */
async function untilNow(): Promise<void> {
  const mined = await house.rig.chain.timestamp()
  await new Promise((done) => setTimeout(done, Math.max(0, (mined + 1) * 1000 - Date.now())))
}

test('reorg: a payment that was seen is on the chain no more', async () => {
  const desk = house.desk()
  const reconcile = ['reconcile', 'mainnet', '--since', '24h']
  const trouble = async () => {
    const { chain, records } = house.rig
    const { nonce } = await house.rig.pay()
    const { tx } = await records.of(nonce)
    await house.rig.idle()
    await chain.mine(1)
    await untilNow()
    await desk.run(reconcile)
    const token = await chain.rpc<string>('eth_getCode', [usdc, 'latest'])
    await chain.reorg(6)
    // The rig put the token there by no transaction, so that it goes with the blocks.
    await chain.setCode(usdc, token)
    await chain.dropPending()
    await chain.mine(4)
    await untilNow()
    return { tx: String(tx) }
  }
  await play({ slug: 'reorg', desk, trouble, mend: async () => {} }, reconcile)
})
