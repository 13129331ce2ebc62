import type { RedactionRule } from './rule.ts'

const mask = '[redacted:token]'

// Published shapes: a fixed prefix that no word has, then one bounded class, behind a character that cannot
// belong to the token. Every character is read once: linear.
const shapes: readonly RegExp[] = [
  // GitHub, GitLab, npm.
  /(?<![A-Za-z0-9])(?:gh[opusr]_|github_pat_|glpat-|npm_)[A-Za-z0-9_-]{16,255}/g,
  // Stripe and those who follow it, Slack, OpenAI and its kind.
  /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_|whsec_|xox[a-z]-|xapp-)[A-Za-z0-9_+/=-]{10,255}/g,
  /(?<![A-Za-z0-9_-])sk-(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{20,255}/g,
  // Amazon's key id, Google's key, Telegram's bot, Fly.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{30,60}/g,
  /(?<![A-Za-z0-9])\d{6,12}:AA[A-Za-z0-9_-]{30,60}/g,
  /(?<![A-Za-z0-9])(?:fm2_|FlyV1 )[A-Za-z0-9_+/=,-]{16,4096}/g,
  // age and BIP-32.
  /(?<![A-Za-z0-9])AGE-SECRET-KEY-1[A-Z0-9]{20,100}/gi,
  /(?<![A-Za-z0-9])[xyz]prv[A-Za-z0-9]{50,120}/g,
]

// Each of the above holds one of these. Fixed words, of one character class at most: linear.
const prefixes =
  /gh[opusr]_|github_pat_|glpat-|npm_|[sr]k_|whsec_|xox|xapp-|sk-|A[KS]IA|AIza|:AA|fm2_|FlyV1 |AGE-SECRET|[xyz]prv/i

/** Tokens that say by their prefix whose they are. */
export const vendorTokens: RedactionRule = {
  name: 'vendor-tokens',
  mustHide: [
    'ghp_CANARYCANARYCANARYCANARY12',
    'error: github_pat_CANARYCANARYCANARY_12 was refused',
    '"key":"sk_live_CANARYCANARY12"',
    'sk-proj-CANARY0123456789CANARY0123',
    'xoxb-123456789012-CANARYCANARY',
    'AKIACANARYCANARY0123',
    'bot 123456789:AACANARYCANARYCANARYCANARYCANARY01',
    'AGE-SECRET-KEY-1CANARYCANARYCANARYCANARY',
    'npm_CANARYCANARYCANARYCANARYCANARYCANARY',
  ],
  mustKeep: [
    'npm_config_cache is set',
    'the task-force-of-twenty-two-people-2026 met',
    'risk-adjusted-return-of-the-portfolio',
    '20261121T074002Z-reconcile-k3f9',
    'eip155:8453',
    `0x${'a1'.repeat(20)}`,
  ],
  apply: (text) => shapes.reduce((shown, shape) => shown.replace(shape, mask), text),
  mayMatch: (text) => prefixes.test(text),
}
