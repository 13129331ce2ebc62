import type { Http, HttpRequest } from '../../core/ports.ts'
import type { Profile } from '../../core/profile.ts'
import { documentPaths } from '../../discover/shapes.ts'
import type { CommandContext } from '../command.ts'

/** One transport for a whole run: all its rooms together keep to the rate that the operator allows. */
export type OneHttp = {
  /** The context of the run, whose rooms all get this transport. */
  readonly context: CommandContext
  /** The same transport; a discovery document that was asked for in this run is not asked for again. */
  readonly documents: Http
}

// With more routes than this the pooled transport is worth its loading.
const manyRoutes = 20

function isDocument({ method, url, body, token }: HttpRequest): boolean {
  const isPlain = method === 'GET' && body === undefined && token === undefined
  return isPlain && documentPaths.some((path) => url.endsWith(path))
}

function remembering(http: Http): Http {
  const asked = new Map<string, ReturnType<Http['send']>>()
  return {
    send: (request, signal) => {
      if (!isDocument(request)) return http.send(request, signal)
      const answer = asked.get(request.url) ?? http.send(request, signal)
      asked.set(request.url, answer)
      return answer
    },
  }
}

/** Makes the transport of one run of monitor. */
export async function oneHttp(context: CommandContext, profile: Profile): Promise<OneHttp> {
  const { services } = context
  const http =
    profile.routes.length > manyRoutes ? await services.bulkHttp(profile) : await services.http(profile)
  const same = async () => http
  return {
    context: { ...context, services: { ...services, http: same, bulkHttp: same } },
    documents: remembering(http),
  }
}
