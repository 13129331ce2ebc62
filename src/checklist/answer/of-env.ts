import type { EnvLook } from '../env/shapes.ts'
import type { Answer, ChecklistExpected, ChecklistSeen, Item } from '../shapes.ts'

const unknown = (seen: string): Answer => ({ verdict: 'UNKNOWN', seen })
const names = (list: readonly EnvLook[]) =>
  `${[...new Set(list.map(({ name }) => name))].slice(0, 6).join(', ')}${list.length > 6 ? ' ..' : ''}`

type Judge = (all: readonly EnvLook[], expected: ChecklistExpected) => Answer

/** An answer by the .env files of the service; UNKNOWN when none was seen. */
export function ofEnv(judge: Judge): Item['answer'] {
  return ({ service }, expected) => {
    if (service === null) return unknown('no folder was named: --service-dir DIR')
    if (!service.env.seen) return unknown(service.env.why.detail)
    const all = service.env.value
    return all.length === 0 ? unknown('there is no .env file in that folder') : judge(all, expected)
  }
}

/** Does one variable say what the profile says? */
export function agrees(name: string, shape: EnvLook['shape'] | null, compared: string): Item['answer'] {
  return ofEnv((all) => {
    const mine = all.filter((one) => one.name === name)
    const [first] = mine
    if (first === undefined) return unknown(`${name} is not in the .env files`)
    if (mine.some((one) => one.agrees === false))
      return { verdict: 'FAIL', seen: `${name} says otherwise than ${compared}` }
    if (shape !== null && mine.some((one) => one.shape !== shape))
      return { verdict: 'FAIL', seen: `${name} is ${first.shape}, not ${shape}` }
    if (mine.some((one) => one.agrees === null)) return unknown(`the profile does not say ${compared}`)
    return { verdict: 'PASS', seen: `${name} says the same as ${compared}` }
  })
}

/** Is the flag spelled as the service reads it? */
export const flagSpelled: Item['answer'] = (seen, expected) => {
  const { variable, on, off } = expected.env.flag
  const words = [on, off].filter((each) => each !== null)
  const compared = words.length === 0 ? 'toggle.on and toggle.off' : 'the words of the profile'
  return agrees(variable, null, compared)(seen, expected)
}

/** Are the variables there that services of this kind need? */
export const namesThere: Item['answer'] = ofEnv((all, { env }) => {
  const cdp = all.some((one) => one.cdp) || env.facilitators.includes('api.cdp.coinbase.com')
  const wanted = [
    ...[env.flag.variable, 'X402_FACILITATOR_URL', 'X402_EVM_PAY_TO', 'X402_NETWORK', 'PUBLIC_BASE_URL'],
    ...(cdp ? ['CDP_API_KEY_ID', 'CDP_API_KEY_SECRET'] : []),
  ]
  const mine = all.filter(({ name }) => wanted.includes(name))
  const hollow = mine.filter(({ shape }) => shape === 'empty' || shape === 'a placeholder')
  if (hollow.length > 0) return { verdict: 'FAIL', seen: `empty or a placeholder: ${names(hollow)}` }
  const absent = wanted.filter((name) => !mine.some((one) => one.name === name))
  if (absent.length > 0) return { verdict: 'WARN', seen: `not in the .env files: ${absent.join(', ')}` }
  return { verdict: 'PASS', seen: `${wanted.length} variables are there` }
})

const isUrlName = (name: string) => /_(?:URL|ORIGIN)$/.test(name)

/** Do the addresses in the variables reach the world, over https and without a password? */
export const addressesGood: Item['answer'] = ofEnv((all) => {
  const mine = all.filter(({ name, shape }) => isUrlName(name) && shape !== 'empty')
  if (mine.length === 0) return unknown('no variable holds an address')
  const open = mine.filter(({ faults }) => faults.includes('a password in the address'))
  if (open.length > 0) return { verdict: 'FAIL', seen: `a password in the address: ${names(open)}` }
  // What the profile says, too, was meant so.
  const odd = mine.filter(({ shape, agrees: same }) => shape !== 'an https address' && same !== true)
  if (odd.length > 0) return { verdict: 'FAIL', seen: `not an https address: ${names(odd)}` }
  return { verdict: 'PASS', seen: `${mine.length} addresses` }
})

/** Are values written so that every reader takes them alike? */
export const writtenWell: Item['answer'] = ofEnv((all) => {
  const odd = all.filter(({ faults }) => faults.some((fault) => fault !== 'a password in the address'))
  const what = [...new Set(odd.flatMap(({ faults }) => faults))].join(', ')
  return odd.length > 0
    ? { verdict: 'FAIL', seen: `${what}: ${names(odd)}` }
    : { verdict: 'PASS', seen: `${all.length} variables` }
})

/** Does a service that only verifies hold what could move money? */
export const noSigningKey: Item['answer'] = ofEnv((all) => {
  const phrases = all.filter(({ shape }) => shape === 'a seed phrase')
  if (phrases.length > 0) return { verdict: 'FAIL', seen: `what looks like a seed phrase: ${names(phrases)}` }
  const keys = all.filter(({ shape }) => shape === 'a signing key')
  if (keys.length > 0) return { verdict: 'WARN', seen: `what looks like a signing key: ${names(keys)}` }
  return { verdict: 'PASS', seen: `none of ${all.length} variables looks like one` }
})

/** Is the address of the proofs the one of the service? */
export const proofAddress: Item['answer'] = (seen: ChecklistSeen, expected) => {
  const there = seen.service?.env.seen === true && seen.service.env.value
  const none = there && there.length > 0 && !there.some(({ name }) => name === 'PROOF_PUBLIC_BASE_URL')
  if (none) return { verdict: 'SKIP', seen: 'PROOF_PUBLIC_BASE_URL is not used' }
  return agrees('PROOF_PUBLIC_BASE_URL', null, 'the host of the service')(seen, expected)
}
