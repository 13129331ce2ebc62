import { isDense, isPublicId, isStandIn, type Shape } from './shape.ts'

/** URLs that let their reader in. */
export const urlShapes: readonly Shape[] = [
  {
    rule: 'url-password',
    needs: ['://'],
    // Runs that exclude what ends them, behind the literal `://`: linear.
    pattern: /:\/\/[^\s/:@"'<>?#]{0,256}:([^\s/@"'<>]{1,512})@[A-Za-z0-9[]/g,
    accept: ([, password = '']) => !isStandIn(password),
  },
  {
    // A key in the place of the user, as in a Sentry DSN.
    rule: 'url-user',
    needs: ['://'],
    // A literal, one class, a literal: linear.
    pattern: /:\/\/([A-Za-z0-9_-]{20,256})@[A-Za-z0-9[]/g,
    accept: ([, user = '']) => isDense(user, 20),
  },
  {
    rule: 'url-key',
    needs: ['://'],
    // One run without white space behind `://`, at most 2048 long; runs do not overlap.
    pattern: /(?:https?|wss?):\/\/([A-Za-z0-9.-]{1,253})(?::\d{1,5})?([^\s"'<>\\`|]{1,2048})/gi,
    accept: ([, host = '', rest = '']) => hasKey(host.toLowerCase(), rest),
  },
  {
    rule: 'url-key-query',
    needs: ['key=', 'token=', 'secret=', 'sig=', 'signature=', 'password=', 'auth='],
    // A literal name between a mark and `=`, then one class: linear.
    pattern:
      /[?&;](?:x-amz-signature|x-goog-signature|[a-z]{0,12}[-_]?(?:key|token|secret)|sig|signature|password|passwd|pwd|auth)=([^&\s"'<>#]{8,2048})/gi,
    accept: ([, value = '']) => !isStandIn(value) && /[0-9]/.test(value) && !isPublicId(value),
  },
]

// Hosts that take the key as a part of the path. Anchored at the end of a bounded name.
const keyHosts =
  /(?:quiknode\.pro|alchemy\.com|alchemyapi\.io|infura\.io|ankr\.com|blastapi\.io|chainstack\.com|p2pify\.com|getblock\.io|drpc\.org|nodereal\.io|tenderly\.co|helius-rpc\.com|blockpi\.network|onfinality\.io|allthatnode\.com|chainnodes\.org|pokt\.network|rpcfast\.com|coinbase\.com|thirdweb\.com|zan\.top|tatum\.io)$/

function hasKey(host: string, rest: string): boolean {
  const path = rest.split(/[?#]/, 1)[0] ?? ''
  const parts = path.split('/').filter((part) => part !== '')
  if (keyHosts.test(host)) return parts.some((part) => isKeyLike(part, 16))
  // `/v2/KEY`: a version and, right behind it, something that was drawn by chance.
  const at = parts.findIndex((part) => /^v[1-9]$/.test(part))
  return at !== -1 && isKeyLike(parts[at + 1] ?? '', 20) && parts.length === at + 2
}

function isKeyLike(part: string, least: number): boolean {
  if (!/^[A-Za-z0-9_-]+$/.test(part) || part.startsWith('0x') || isPublicId(part)) return false
  const digits = part.replace(/[^0-9]/g, '').length
  return (
    isDense(part, least) && digits >= 2 && (/[A-Z]/.test(part) || /^[0-9a-f-]+$/.test(part) || digits >= 4)
  )
}
