import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunDocument } from '../../../src/core/report.ts'
import { inThisProcess, newDesk } from '../../e2e/run-cli.ts'

const desk = newDesk(inThisProcess)
let respond: RequestListener = () => {}
const server = createServer((request, response) => respond(request, response))
let url = ''
/** Of a server that was there and is gone. */
let deadUrl = ''

const place = (of: typeof server) => `http://127.0.0.1:${(of.address() as AddressInfo).port}`
const says =
  (status: number, body: unknown = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

beforeAll(async () => {
  const gone = createServer()
  for (const each of [server, gone]) await new Promise<void>((done) => each.listen(0, '127.0.0.1', done))
  ;[url, deadUrl] = [place(server), place(gone)]
  await new Promise((done) => gone.close(done))
})
beforeEach(() => {
  respond = says(404)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  desk.remove()
})

async function ask(command: string, baseUrl: string, ...more: readonly string[]) {
  const line = [command, 'mainnet', '--base-url', baseUrl, '-o', 'json', '--no-save', ...more]
  const { exitCode, stdout, stderr } = await desk.run(line)
  const document = stdout === '' ? null : (JSON.parse(stdout) as RunDocument)
  const rows = document?.checks.filter(({ room }) => room === 'matrix') ?? []
  const unknown = document?.findings.filter(({ verdict }) => verdict === 'UNKNOWN') ?? []
  return { exitCode, stderr, rows, row: rows[0], unknown, verdict: document?.verdict }
}

const monitor = (baseUrl: string) => ask('monitor', baseUrl, '--only', 'matrix')

describe('a service of which no route is configured', () => {
  test('that is dead: monitor says UNKNOWN and why, not that there is nothing to sell', async () => {
    const { exitCode, row, unknown, verdict } = await monitor(deadUrl)
    expect(row?.verdict).toBe('UNKNOWN')
    expect(row?.text).toBe('nobody told which routes are sold')
    expect(unknown.map(({ code }) => code)).toEqual(['ROUTES_UNKNOWN'])
    expect(unknown[0]?.text).toContain('/openapi.json')
    expect(unknown[0]?.text).toMatch(/, \S{1,80} were not read: .*refused the connection/)
    expect([verdict, exitCode]).toEqual(['UNKNOWN', 3])
  })

  test('that is dead: matrix says UNKNOWN, not that no document names a route', async () => {
    const { exitCode, stderr, unknown, rows } = await ask('matrix', deadUrl)
    expect(unknown.map(({ code }) => code)).toEqual(['ROUTES_UNKNOWN'])
    expect([exitCode, stderr]).toEqual([3, ''])
    const verdicts = new Set(
      rows.map((one) => `${one.id === 'matrix.routes' ? 'routes' : 'rest'} ${one.verdict}`),
    )
    expect([...verdicts].sort()).toEqual(['rest SKIP', 'routes UNKNOWN'])
  })

  test.each([503, 429])('whose documents answer %i: nobody knows what it sells', async (status) => {
    respond = (request, response) => says(request.url === '/catalog.json' ? status : 404)(request, response)
    const { exitCode, row, unknown } = await monitor(url)
    expect([exitCode, row?.verdict]).toEqual([3, 'UNKNOWN'])
    expect(unknown[0]?.text).toContain(`/catalog.json was not read: it answered ${status}`)
  })

  test.each([
    ['that there is none', says(404)],
    ['what names no route', says(200, { openapi: '3.1.0', paths: {} })],
    [
      'a page for people',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('hi'),
    ],
  ] as const satisfies readonly (readonly [string, RequestListener])[])(
    'whose documents answer %s: nothing to ask, exit 0',
    async (_, answer) => {
      respond = answer
      const { exitCode, row } = await monitor(url)
      expect([exitCode, row?.verdict]).toEqual([0, 'SKIP'])
      const matrix = await ask('matrix', url)
      expect(matrix.exitCode).toBe(2)
    },
  )

  test('a document that is too long to be read names nobody knows what', async () => {
    respond = says(200, { paths: {}, pad: 'x'.repeat(1_100_000) })
    const { exitCode, unknown } = await monitor(url)
    expect(exitCode).toBe(3)
    expect(unknown[0]?.text).toContain('longer than 1 MiB')
  })
})
