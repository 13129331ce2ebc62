/** The pieces of undici 7.30 that are imported by path: the package entry would triple the start-up time. */
declare module 'undici/lib/dispatcher/agent.js' {
  import type { Agent } from 'undici'

  const agent: typeof Agent
  export = agent
}

declare module 'undici/lib/api/api-request.js' {
  import type { Readable } from 'node:stream'
  import type { Agent } from 'undici'

  type Options = {
    readonly origin: string
    readonly path: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | null
    readonly signal: AbortSignal
    readonly responseHeaders: 'raw'
    readonly headersTimeout: number
    readonly bodyTimeout: number
  }
  type Answer = {
    readonly statusCode: number
    readonly headers: readonly string[]
    readonly body: Readable
  }
  /** Called with the dispatcher as `this`. */
  function request(this: Agent, options: Options): Promise<Answer>
  export = request
}
