import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newDesk, serve } from './desk.ts'

const token = 'CANARYtoken-Echo/0123+zq'
const payTo = `0x${'a1'.repeat(20)}`
const codes = [...token].map((sign) => sign.charCodeAt(0))

/** What a server can make of a token that it was sent. */
const forms: readonly (readonly [name: string, echo: string])[] = [
  ['plain', token],
  ['in a sentence', `the key ${token} is unknown`],
  ['base64', Buffer.from(token).toString('base64')],
  ['hex', Buffer.from(token).toString('hex')],
  ['percent', encodeURIComponent(token)],
  ['percent, all', codes.map((code) => `%${code.toString(16)}`).join('')],
  ['numbers', codes.join(', ')],
  ['numbers with encoded blanks', codes.join(',%20')],
  ['entities', codes.map((code) => `&#${code};`).join('')],
  ['unicode escapes', codes.map((code) => `\\u00${code.toString(16)}`).join('')],
  ['wide', [...token].join('\u200b')],
  ['spaced', [...token].join(' ')],
  ['backwards', [...token].reverse().join('')],
]

let echo = ''
let server: Awaited<ReturnType<typeof serve>>
let node: Awaited<ReturnType<typeof serve>>
const desk = newDesk()

const isHeader = (text: string) => /^[\x20-\x7e]*$/.test(text)

/** What each page says, with the token wherever it has a word. */
function pageAt(path: string): unknown {
  if (path.endsWith('/supported')) {
    const kind = { x402Version: 2, scheme: 'exact', network: 'eip155:8453' }
    const kinds = [kind, { ...kind, network: echo }, { ...kind, scheme: echo }]
    return { kinds, extensions: [echo], signers: { [echo]: [echo], 'eip155:*': [echo] } }
  }
  if (path.endsWith('/ready')) return { status: echo, checks: { [echo]: echo, redis: echo } }
  if (path.endsWith('/verify')) return { isValid: false, invalidReason: echo }
  if (path.endsWith('/metrics')) return { paidX402Calls: echo, paymentRequiredCalls: 7, [echo]: 1 }
  if (!path.includes('discovery')) return null
  const accepts = [{ scheme: echo, network: echo, payTo: echo }]
  return { items: [{ resource: `http://127.0.0.1/${echo}`, accepts }], cursor: echo }
}

function answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const page = pageAt(url.split('?')[0] ?? '')
  const echoed = isHeader(echo) ? { 'x-echo': echo, server: echo } : {}
  response.writeHead(page === null ? 401 : 200, { 'content-type': 'application/json', ...echoed })
  response.end(JSON.stringify(page ?? { error: echo }))
}

beforeAll(async () => {
  server = await serve(answer)
  node = await serve((_request, response, body) => {
    const { id } = JSON.parse(body) as { id: number }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32000, message: echo } }))
  })
  const port = new URL(node.url).port
  desk.give(
    'x402ops.yaml',
    [
      'version: 1',
      'profiles:',
      '  shop:',
      '    extends: mainnet',
      `    baseUrl: ${server.url}`,
      `    facilitators: [{url: "${server.url}/f", auth: {secret: {env: TOKEN}}}]`,
      '    metrics: {path: /admin/metrics, token: {secret: {env: TOKEN}}}',
      `    rpc: {"eip155:8453": [{url: "http://127.0.0.1:${port}/\${TOKEN}"}]}`,
    ].join('\n'),
  )
})
afterAll(async () => {
  await Promise.all([server.close(), node.close()])
  desk.remove()
})

/** Screens with all they have; what a JSON holds is in the run that is saved. */
const lines = [
  ['facilitator', 'shop', '--verify-reachability', '--deadline', '400ms', '-vvv'],
  ['rpc', 'shop', '--deadline', '400ms', '-vvv'],
]

const others = [
  ['metrics', 'shop', '--samples-apart', '1ms', '-vvv'],
  ['recipient', 'shop', '--pay-to', payTo, '--deadline', '400ms', '-vvv'],
]

test.each(forms)('a token that comes back %s is on no screen and in no saved run', async (_name, form) => {
  echo = form
  // The page and the recipient go the ways of these two: once is enough.
  for (const argv of form === token ? [...lines, ...others] : lines) {
    const left = await desk.x402ops(argv, { TOKEN: token })
    const all = left.everything.replaceAll('\\\\', '\\')
    expect([0, 1, 3], argv.join(' ')).toContain(left.code)
    expect(all.includes('CANARY'), `${argv.join(' ')}: CANARY`).toBe(false)
    expect(all.includes(form), `${argv.join(' ')}: ${form}`).toBe(false)
  }
})

test('keys in the address of a catalogue are on no screen, however they are written', async () => {
  echo = 'nothing'
  const { host } = new URL(server.url)
  for (const address of [
    `http://user:CANARYpw12345@${host}/discovery/resources`,
    `http://${host}/discovery/resources?key=CANARYquery123`,
    `http://${host}/CANARYpathkey0123456789abcdef/discovery/resources#CANARYhash`,
    `http://${host}/discovery/resources/%43ANARYencoded0123456789abcdef`,
    'ftp://user:CANARYftp12345@x.example/list',
  ]) {
    const left = await desk.x402ops(['discover', 'shop', '--catalogue', address, '-vvv'], { TOKEN: token })
    expect(left.everything, address).not.toMatch(/CANARY|%43ANARY/)
  }
})
