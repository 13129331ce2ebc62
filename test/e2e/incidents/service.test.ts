import { afterAll, beforeAll, test } from 'vitest'
import { startRig } from '../../rig/rig.ts'
import { type House, openHouse } from './house.ts'
import { play } from './play.ts'

let house: House
beforeAll(async () => {
  house = await openHouse(await startRig())
  await house.rig.pay()
  await house.rig.chain.mine(5, 1)
})
afterAll(async () => {
  await house?.close()
  await house?.rig.stop()
})

const nothing = async () => ({})
const healed = async () => house.heal()

test('facilitator-outage: nobody listens at the facilitator', async () => {
  const { rig } = house
  const trouble = async () => {
    await rig.faults.down()
    return {}
  }
  await play({ slug: 'facilitator-outage', desk: house.desk(), trouble, mend: rig.faults.up }, [
    'facilitator',
    'mainnet',
  ])
})

test('wrong-terms: one route asks for money to a stranger', async () => {
  const astray = await house.rig.startServer(2, { wrongPayTo: 'create-page-proof' })
  const trouble = async () => {
    house.edge.leadTo(astray.url)
    return {}
  }
  await play({ slug: 'wrong-terms', desk: house.desk(), trouble, mend: healed }, ['monitor', 'mainnet'])
})

test('served-free: a handler stands before the paywall', async () => {
  const open = await house.rig.startServer(2, { servedFree: 'check-product-fit' })
  const trouble = async () => {
    house.edge.leadTo(open.url)
    return {}
  }
  await play({ slug: 'served-free', desk: house.desk(), trouble, mend: healed }, ['monitor', 'mainnet'])
})

test('low-conversion: browsers cannot read the terms', async () => {
  const strict = await house.rig.startServer(2, { cors: false })
  const trouble = async () => {
    house.edge.leadTo(strict.url)
    return {}
  }
  await play({ slug: 'low-conversion', desk: house.desk(), trouble, mend: healed }, ['monitor', 'mainnet'])
})

test('circuit-open: a breaker answers instead of the routes', async () => {
  const closed = { status: 503, headers: { 'x-circuit-state': 'OPEN', 'retry-after': '1' } }
  const trouble = async () => {
    house.edge.answerBy((_method, path) => (path.startsWith('/x402/v1') ? closed : null))
    return {}
  }
  await play({ slug: 'circuit-open', desk: house.desk(), trouble, mend: healed }, ['matrix', 'mainnet'])
})

test('rate-limit-spike: the edge turns everybody away', async () => {
  const limited = { status: 429, headers: { 'retry-after': '1' } }
  const trouble = async () => {
    house.edge.answerBy((_method, path) => (path.startsWith('/x402/v1') ? limited : null))
    return {}
  }
  await play({ slug: 'rate-limit-spike', desk: house.desk(), trouble, mend: healed }, ['matrix', 'mainnet'])
})
