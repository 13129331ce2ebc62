import { coverMarks, hidden } from './marks.ts'
import type { ShapeHit } from './shapes/shape.ts'

/** Reads text with the rules of secretlint: another author's idea of what a secret looks like. */
export type SecondNet = (text: string) => Promise<readonly ShapeHit[]>

/** It keeps the whole text and its lines in memory several times over. */
const longestText = 1 << 20

/** Loads secretlint and its recommended rules. */
export async function loadSecondNet(): Promise<SecondNet> {
  const [{ lintSource }, { creator }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ])
  // It keeps a note of each rule it runs for ever and compares it with all before: behind a scan of 800 small
  // files a process stood still for 25 s.
  secretLintProfiler.mark = () => {}
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }
  const read = async (content: string, offset: number): Promise<readonly ShapeHit[]> => {
    const result = await lintSource({
      source: { content, filePath: 'text.txt', ext: '.txt', contentType: 'text' },
      options: { config, maskSecrets: true, noPhysicFilePath: true, locale: 'en' },
    })
    // It takes a URL whose password was hidden for one that still has it; what is left over, our forms find.
    const real = result.messages.filter(({ range }) => !content.slice(range[0], range[1]).includes(hidden))
    return real.map(({ ruleId, range }) => ({
      at: offset + range[0],
      rule: `secretlint-${(ruleId.split('/').at(-1) ?? ruleId).replace('secretlint-rule-', '')}`,
    }))
  }
  return async (text) => {
    const hits: ShapeHit[] = []
    for (let at = 0; at < text.length; ) {
      const cut = text.length - at <= longestText ? text.length : text.lastIndexOf('\n', at + longestText) + 1
      const end = cut > at ? cut : at + longestText
      hits.push(...(await read(coverMarks(text.slice(at, end)), at)))
      at = end
    }
    return hits
  }
}
