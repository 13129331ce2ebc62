// A service with ten paid routes, in a process of its own: whoever takes the time must not be busy answering.
// Tells its address to the process that forked it, and ends with it.
import { createServer } from 'node:http'

const terms = {
  x402Version: 1,
  error: 'payment required',
  accepts: [
    {
      scheme: 'exact',
      network: 'base',
      maxAmountRequired: '10000',
      resource: 'http://127.0.0.1/v1/quote',
      payTo: `0x${'c0ffee00'.repeat(5)}`,
      asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
      maxTimeoutSeconds: 60,
      extra: { name: 'USD Coin', version: '2' },
    },
  ],
}
const pages = ['/health', '/ready', '/status.json']

function answerTo(url) {
  if (/^\/v1\/quote\d?$/.test(url)) return { status: 402, body: JSON.stringify(terms) }
  return pages.includes(url) ? { status: 200, body: '{"status":"ok"}' } : { status: 404, body: '{}' }
}

const server = createServer(({ url }, response) => {
  const { status, body } = answerTo(url)
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
process.on('disconnect', () => process.exit())
process.send(`http://127.0.0.1:${server.address().port}`)
