import { listen, type Served } from './listen.ts'

const limits = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '988', 'x-ratelimit-reset': '41' }

const pages: Readonly<Record<string, readonly [status: number, body: unknown]>> = {
  '/health': [200, { status: 'healthy', version: '2.0.0' }],
  '/ready': [
    503,
    { status: 'unhealthy', checks: [{ name: 'redis', status: 'unhealthy', message: 'connection refused' }] },
  ],
  '/supported': [401, { error: 'API key required' }],
  '/verify': [401, { error: 'API key required' }],
  '/settle': [422, { success: false, errorReason: 'insufficient_funds' }],
}

/** A facilitator as the service of T402 answers when its store is gone and nobody has shown a key. */
export function startT402Facilitator(): Promise<Served> {
  return listen((request, response) => {
    const [status, body] = pages[request.url ?? ''] ?? [404, { error: 'not found' }]
    const free = ['/health', '/ready'].includes(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json', ...(free ? {} : limits) })
    response.end(JSON.stringify(body))
  })
}
