// A service with many paid routes that only ever answers 402, as a process of its own: node bench/matrix/serve.ts ROUTES.
// Its answers are ready before it listens, and it reads no more of a request than the path, so that it is not what is
// measured. It says its port and ends when its standard input does.
import { type AddressInfo, createServer } from 'node:net'
import { challengeOf, pathsOf } from './service.ts'

const routes = Number(process.argv[2])
const answers = new Map<string, Buffer>()
const elsewhere = Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
const preflight = Buffer.from(
  [
    'HTTP/1.1 204 No Content',
    'Access-Control-Allow-Origin: *',
    'Access-Control-Allow-Headers: PAYMENT-SIGNATURE, X-PAYMENT, Access-Control-Expose-Headers',
    'Access-Control-Expose-Headers: PAYMENT-REQUIRED, PAYMENT-RESPONSE, X-PAYMENT-RESPONSE',
    '\r\n',
  ].join('\r\n'),
)

function answerTo(request: string): Buffer {
  const [method = '', path = ''] = request.slice(0, 200).split(' ', 2)
  return method === 'OPTIONS' ? preflight : (answers.get(path) ?? elsewhere)
}

const server = createServer({ noDelay: true }, (socket) => {
  let begun = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (piece) => {
    const [request = '', ...more] = `${begun}${piece.toString('latin1')}`.split('\r\n\r\n')
    // Nobody here sends a body or a second request before the answer to the first.
    begun = more.length === 0 ? request : ''
    if (more.length > 0) socket.write(answerTo(request))
  })
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  const { port } = server.address() as AddressInfo
  for (const path of pathsOf(routes)) {
    const { header, body } = challengeOf(`http://127.0.0.1:${port}`, path)
    const head = [
      'HTTP/1.1 402 Payment Required',
      'Content-Type: application/json',
      'Cache-Control: no-store',
      'Access-Control-Allow-Origin: *',
      'Access-Control-Expose-Headers: PAYMENT-REQUIRED, PAYMENT-RESPONSE, X-PAYMENT-RESPONSE',
      `PAYMENT-REQUIRED: ${header}`,
      `Content-Length: ${body.length}`,
    ]
    answers.set(path, Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`))
  }
  process.stdout.write(`${port}\n`)
})
process.stdin.on('end', () => process.exit()).resume()
