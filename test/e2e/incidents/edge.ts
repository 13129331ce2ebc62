import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { listen } from '../../rig/listen.ts'

/** An answer of the edge itself. */
export type EdgeAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What stands before the service, as a proxy does: one address, whatever is behind it. */
export type Edge = {
  readonly url: string
  /** Which server answers from now on. */
  readonly leadTo: (url: string) => void
  /** What the edge answers by itself; null for what it passes on. */
  readonly answerBy: (answer: (method: string, path: string) => EdgeAnswer | null) => void
  readonly close: () => Promise<void>
}

/** Starts an edge before a server. Hosts are passed on as they came, so that terms name the edge. */
export async function startEdge(first: string): Promise<Edge> {
  let behind = first
  let own: (method: string, path: string) => EdgeAnswer | null = () => null
  const pass = (req: IncomingMessage, res: ServerResponse) => {
    const { method = 'GET', url = '/', headers } = req
    const mine = own(method, url)
    if (mine !== null) {
      res
        .writeHead(mine.status, { 'content-type': 'application/json', ...mine.headers })
        .end(mine.body ?? '{}')
      return
    }
    const onward = request(new URL(url, behind), { method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    onward.on('error', () => res.destroy())
    req.pipe(onward)
  }
  const served = await listen(pass, 0)
  return {
    url: served.url,
    leadTo: (url) => {
      behind = url
    },
    answerBy: (answer) => {
      own = answer
    },
    close: served.close,
  }
}
