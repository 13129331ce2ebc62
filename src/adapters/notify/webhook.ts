import { toJson } from '../../core/json.ts'
import type { Notifier, Sent } from './notifier.ts'
import { signingKey, webhookSignature } from './signature.ts'

const mostAnswerBytes = 4096

function failed(why: string): Sent {
  return { delivered: false, why }
}

/**
 * One POST as Standard Webhooks describes it, signed when a key is given. Only 2xx is success; a redirect is not
 * followed, because it would hand the message to somebody whom nobody named.
 */
export const sendWebhook: Notifier = async ({ id, notice, url, key, timeoutMs }, { http, clock }, signal) => {
  const body = toJson(notice)
  const seconds = Math.floor(clock.now().getTime() / 1000)
  const secret = key === null ? null : signingKey(key.reveal())
  if (secret === undefined)
    return failed(`${key?.label ?? 'the key'} is no whsec_ secret of 16 bytes or more`)
  const answer = await http.send(
    {
      ...{ method: 'POST', url: url.reveal().trim(), body, timeoutMs, trust: 'operator' },
      maxBodyBytes: mostAnswerBytes,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        ...(secret === null ? {} : { 'webhook-signature': webhookSignature(secret, id, seconds, body) }),
      },
    },
    signal,
  )
  if (!answer.seen) return failed(answer.why.detail)
  const { status } = answer.value
  if (status >= 200 && status < 300) return { delivered: true }
  if (status >= 300 && status < 400) return failed(`it answered ${status}; redirects are not followed`)
  return failed(`it answered ${status}`)
}
