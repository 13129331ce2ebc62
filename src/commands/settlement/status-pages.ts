import { OpsError } from '../../core/errors.ts'
import type { Http } from '../../core/ports.ts'
import type { Profile } from '../../core/profile.ts'
import type { Track } from '../../runs/tracks.ts'
import { isStatusTemplate, readStatus, type StatusSaid, statusUrl } from '../../settlement/status-page.ts'

// A page is evidence beside the proof: of a crowd of payments nobody reads it.
const mostPages = 50

/** Asks the pages of these payments; gives those whose word is another than the time before. */
export type StatusPages = (
  tracks: readonly Track[],
  signal: AbortSignal,
) => Promise<readonly { readonly track: Track; readonly said: StatusSaid }[]>

/** Throws `OpsError` USAGE when the template names no payment. */
export function requireTemplate(template: string): void {
  if (isStatusTemplate(template)) return
  throw new OpsError('USAGE', {
    message: '--status-url names no payment',
    suggestion: 'Put {tx} or {id} where the transaction or the request id belongs.',
    command: 'settlement watch ',
  })
}

/** The status pages of a facilitator, asked like the operator's own pages. What they say decides nothing. */
export function createStatusPages(template: string, http: Http, { limits }: Profile): StatusPages {
  const before = new Map<string, string>()
  return async (tracks, signal) => {
    const asked = tracks.slice(0, mostPages).map(async (track) => {
      const { tx, recordId, requestId } = track.ref
      const url = statusUrl(template, { tx, id: requestId ?? recordId })
      if (url === null) return []
      const { timeoutMs, maxBodyBytes } = limits
      const answer = await http.send(
        { method: 'GET', url, timeoutMs, maxBodyBytes, trust: 'operator' },
        signal,
      )
      const said = readStatus(answer)
      const word = `${said.says} ${said.word ?? said.detail}`
      if (before.get(track.id) === word) return []
      before.set(track.id, word)
      return [{ track, said }]
    })
    return (await Promise.all(asked)).flat()
  }
}
