import { hidden } from '../marks.ts'
import { isStandIn, type Shape } from './shape.ts'

// Every form starts with letters of its vendor behind a boundary, and each run is of one class and bounded:
// a start costs at most the longest bound, and starts cannot overlap within a run.
const edge = '(?<![A-Za-z0-9_-])'
const form = (body: string): RegExp => new RegExp(`${edge}(?:${body})`, 'g')

/** Tokens that their vendors gave a form of their own. */
export const vendorShapes: readonly Shape[] = [
  {
    rule: 'vendor-token',
    pattern: form(
      [
        'gh[pousr]_[A-Za-z0-9]{36,255}',
        'github_pat_[A-Za-z0-9_]{40,255}',
        'glpat-[A-Za-z0-9_-]{20,64}',
        'npm_[A-Za-z0-9]{36}',
        '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,255}',
        'whsec_[A-Za-z0-9+/=]{24,255}',
        'xox[abeoprs]-[A-Za-z0-9-]{10,255}',
        'xapp-[0-9]-[A-Za-z0-9-]{20,255}',
        'sk-(?:ant|proj|svcacct|or)-[A-Za-z0-9_-]{20,255}',
        'sk-[A-Za-z0-9]{32,64}',
        'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}',
        'pypi-AgE[A-Za-z0-9_-]{50,255}',
        'hf_[A-Za-z0-9]{30,64}',
        'dop_v1_[a-f0-9]{64}',
        'fo1_[A-Za-z0-9_-]{30,64}',
        'fm[12][a-z]?_[A-Za-z0-9+/=_-]{40,255}',
        'glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}',
        'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
        'sq0(?:atp|csp)-[A-Za-z0-9_-]{22,64}',
        'hv[sbr]\\.[A-Za-z0-9_-]{20,255}',
        'dp\\.(?:pt|st|ct|sa)\\.[A-Za-z0-9._-]{30,128}',
        'sbp_[a-f0-9]{40}',
        'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{30,128}',
        'rnd_[A-Za-z0-9]{28,64}',
        'vercel_blob_rw_[A-Za-z0-9_]{20,128}',
        'PMAK-[a-f0-9]{24}-[a-f0-9]{34}',
        'lin_api_[A-Za-z0-9]{40}',
        'sntry[su]_[A-Za-z0-9+/=_-]{40,255}',
        'ya29\\.[A-Za-z0-9_-]{30,512}',
        'AIza[A-Za-z0-9_-]{35}',
        'dapi[a-f0-9]{32}',
        'SK[a-f0-9]{32}',
        'ATATT3[A-Za-z0-9_=-]{40,255}',
        '[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{90,112}',
        'EAAC[A-Za-z0-9]{40,255}',
      ].join('|'),
    ),
  },
  { rule: 'aws-key', pattern: form('(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])') },
  { rule: 'age-identity', pattern: /AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20,}/gi },
  {
    rule: 'webhook',
    needs: ['hook'],
    pattern:
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9_-]{4,64}\/[A-Za-z0-9_-]{4,64}\/[A-Za-z0-9_-]{10,128}|discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{5,24}\/[A-Za-z0-9_-]{16,128}|\.webhook\.office\.com\/webhookb2\/[A-Za-z0-9@/_-]{30,400}|hooks\.zapier\.com\/hooks\/catch\/\d{1,12}\/[A-Za-z0-9]{5,32}/g,
  },
  {
    rule: 'bot-token',
    // Fixed counts behind a digit run of at most 12, which starts at its first digit: linear.
    pattern:
      /(?:(?<![0-9])|(?<=bot))[0-9]{8,12}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])|(?<![A-Za-z0-9_.-])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}/g,
  },
  {
    rule: 'jwt',
    needs: ['.eyj'],
    // Three runs of one class divided by dots, the first behind a boundary: each letter is read once per run.
    pattern:
      /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4096}\.eyJ[A-Za-z0-9_-]{8,16384}\.[A-Za-z0-9_-]{16,1024}|(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{0,1024}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{16,16384}\.[A-Za-z0-9_-]{22}/g,
  },
  {
    rule: 'pem-private-key',
    needs: ['private key', 'private+key'],
    // Fixed words; then at most 240 characters that do not end the block, before a run of one class. A start
    // needs the literal dashes.
    pattern:
      /-----BEGIN[ +](?:[A-Z0-9]{1,12}[ +]){0,3}PRIVATE[ +]KEY(?:[ +]BLOCK)?-----((?:(?!-----END)[\s\S]){0,240}?)([A-Za-z0-9+/]{24,80})/g,
    // Behind a mark that covers the block other things may stand; a line of it is long and of all classes.
    accept: ([, between = '', run = '']) =>
      !between.includes(hidden) ||
      (run.length >= 40 && /[A-Z]/.test(run) && /[a-z]/.test(run) && !/^0x/.test(run)),
  },
  {
    rule: 'pem-private-key',
    needs: ['private key', 'private+key'],
    // The end of a torn key, with a piece of its body behind or between marks: a part of it was hidden. Fixed
    // words, then a piece of bounded length: linear.
    pattern: /-----END[ +](?:[A-Z0-9]{1,12}[ +]){0,3}PRIVATE[ +]KEY(?:[ +]BLOCK)?-----/g,
    accept: ({ input, index }) => {
      const before = input.slice(Math.max(0, index - 300), index)
      if (/[A-Za-z0-9+/]{12}/.test(before.slice(before.lastIndexOf(hidden) + 1))) return true
      const body = bodyBefore(input, index)
      return body.includes(hidden) && /[A-Z]/.test(body) && /[A-Za-z0-9+/]{12}/.test(body)
    },
  },
  {
    rule: 'keystore',
    needs: ['"ciphertext"'],
    // Two literals; between them at most 1200 characters without a brace pair to backtrack over.
    pattern: /"ciphertext"\s{0,8}:\s{0,8}"[0-9a-fA-F]{32,}"/g,
    accept: ({ input, index }) => /"kdf"/.test(input.slice(Math.max(0, index - 1200), index + 1200)),
  },
  {
    rule: 'cookie',
    needs: ['cookie'],
    // Bounded runs of one class behind a literal: linear.
    pattern:
      /(?:set-)?cookie["']?\s{0,4}(?:[:=]|,\s{0,4}["']?value["']?\s{0,4}:)\s{0,4}\[?["']?(?:[\w.$-]{1,64}=([^;,\s"']{6,4096})|([A-Za-z0-9+/%._-]{24,}))/gi,
    accept: ([, value, bare]) => !isStandIn(value ?? bare ?? ''),
  },
]

// What stands in the lines of a key, with its line ends as they are or escaped, and marks. One class.
const bodySign = /[A-Za-z0-9+/=\r\n\\\uf8fe]/

/** The lines of a key in front of its end, at most 4096 signs. */
function bodyBefore(text: string, end: number): string {
  let start = end
  while (start > 0 && end - start < 4096 && bodySign.test(text[start - 1] ?? ' ')) start -= 1
  return text.slice(start, end)
}
