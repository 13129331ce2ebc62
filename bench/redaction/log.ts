import { createHash } from 'node:crypto'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const routes = ['/x402/v1/quote', '/x402/v1/settlements', '/health', '/x402/v1/availability']

function line(index: number): string {
  const [first, second] = [hash(`a${index}`), hash(`b${index}`)]
  const common = {
    level: 30,
    time: 1_763_625_600_000 + index * 137,
    pid: 7,
    hostname: 'api-1',
    reqId: `${first.slice(0, 8)}-${first.slice(8, 12)}-4${first.slice(13, 16)}-a${first.slice(17, 20)}-${first.slice(20, 32)}`,
  }
  const route = routes[index % routes.length]
  if (index % 5 === 0) {
    const payment = {
      payer: `0x${second.slice(0, 40)}`,
      payTo: `0x${'c0ffee00'.repeat(5)}`,
      amount: String(1000 + (index % 9000)),
      asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
      network: 'eip155:8453',
      nonce: `0x${first}`,
      transaction: `0x${second}`,
      success: true,
    }
    return JSON.stringify({
      ...common,
      payment,
      route,
      responseTime: (index % 900) + 0.25,
      msg: 'payment settled',
    })
  }
  if (index % 199 === 0)
    return JSON.stringify({ ...common, level: 50, msg: `upstream said 401 for Bearer ${first.slice(0, 40)}` })
  const headers = { host: 'api.example', 'user-agent': 'x402-fetch/1.2.0', accept: '*/*' }
  const req = {
    id: common.reqId,
    method: 'GET',
    url: `${route}?size=${index % 50}`,
    headers,
    remoteAddress: '203.0.113.7',
  }
  const res = { statusCode: index % 3 === 0 ? 402 : 200, headers: { 'content-type': 'application/json' } }
  return JSON.stringify({ ...common, req, res, responseTime: index % 90, msg: 'request completed' })
}

/** A log of a paid service of about so many megabytes, every line different; the same each time. */
export function logOf(megabytes: number): string {
  const lines: string[] = []
  for (let length = 0, index = 0; length < megabytes * 1e6; index += 1) {
    const text = line(index)
    lines.push(text)
    length += text.length + 1
  }
  return `${lines.join('\n')}\n`
}
