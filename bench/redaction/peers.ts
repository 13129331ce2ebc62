import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'

/** Something else that masks texts: what an operator would use without x402ops. */
export type Peer = { readonly name: string; readonly mask: (text: string) => Promise<string> }

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }

/** secretlint's recommended rules, each reported range masked. It finds secrets; masking is our addition. */
const secretlint: Peer = {
  name: 'secretlint',
  mask: async (text) => {
    const source = { filePath: 'a.log', content: text, ext: '.log', contentType: 'text' } as const
    const options = { config, locale: 'en', noPhysicFilePath: true } as const
    const { messages } = await lintSource({ source, options })
    const ranges = messages.map(({ range }) => range).sort((a, b) => a[0] - b[0])
    let shown = ''
    let from = 0
    for (const [start, end] of ranges) {
      if (start < from) continue
      shown += `${text.slice(from, start)}***`
      from = end
    }
    return shown + text.slice(from)
  },
}

// What log redactors ship: names of fields, schemes of authorization, prefixes of vendors, keys in hex.
const list: readonly (readonly [RegExp, string])[] = [
  [
    /("?(?:password|passwd|secret|token|api_?key|access_?key|private_?key|authorization|cookie|set-cookie|mnemonic)"?\s{0,3}[:=]\s{0,3}"?)[^\s",;}]{1,4096}/gi,
    '$1***',
  ],
  [/\b(bearer|basic)\s{1,3}[A-Za-z0-9._~+/=-]{1,4096}/gi, '$1 ***'],
  [/\beyJ[A-Za-z0-9_-]{5,4096}\.[A-Za-z0-9_-]{5,4096}\.[A-Za-z0-9_-]{5,4096}/g, '***'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '***'],
  [/\b(?:gh[opsu]_|github_pat_|npm_|sk_live_|xox[abp]-)[A-Za-z0-9_-]{10,255}/g, '***'],
  [/(:\/\/)[^\s/@:]{1,255}:[^\s/@]{1,255}@/g, '$1***@'],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,8192}?-----END [A-Z ]{0,40}PRIVATE KEY-----/g, '***'],
  [/\b(?:0x)?[0-9a-fA-F]{64}\b/g, '***'],
  [/\b(?:0x)?[0-9a-fA-F]{130}\b/g, '***'],
]

/** A plain list of regular expressions. That it takes every hash for a key is its way. */
const plainList: Peer = {
  name: 'regex list',
  mask: async (text) => list.reduce((shown, [pattern, put]) => shown.replace(pattern, put), text),
}

/** The peers of the redaction benchmark. */
export const peers: readonly Peer[] = [secretlint, plainList]
