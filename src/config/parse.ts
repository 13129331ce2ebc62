import { type ConfigFile, configError, lineOf } from './config-file.ts'
import { explainIssue } from './issues.ts'
import type { Located } from './problem.ts'
import { configSchema } from './schema.ts'
import { readYaml } from './yaml-text.ts'

function firstOf(located: readonly Located[], lines: ReadonlyMap<string, number>): Located | undefined {
  const [first, ...others] = [...located].sort((a, b) => lineOf(lines, a.path) - lineOf(lines, b.path))
  if (first === undefined || others.length === 0) return first
  const more = others.length === 1 ? 'One more problem follows.' : `${others.length} more problems follow.`
  const said = /[.?!]$/.test(first.suggestion) ? first.suggestion : `${first.suggestion}.`
  return { ...first, suggestion: `${said} ${more}` }
}

/**
 * Reads the text of x402ops.yaml. `file` is the name that messages show.
 * Throws `OpsError` CONFIG_INVALID {file, line, path, problem, suggestion} for the first problem by line;
 * a message never repeats a value of the file, because a value may be a secret in the wrong place.
 *
 * @example parseConfig('version: 1\n', 'x402ops.yaml').config // {version: 1}
 */
export function parseConfig(text: string, file: string): ConfigFile {
  const { data, lines } = readYaml(text, file)
  const shape = { path: file, lines }
  if (data === null || data === undefined) {
    const problem = 'the file holds no settings'
    throw configError(shape, { path: [], problem, suggestion: 'Begin with: version: 1' })
  }
  const result = configSchema.safeParse(data)
  if (!result.success) {
    const found = firstOf(
      result.error.issues.flatMap((issue) => explainIssue(issue, data)),
      lines,
    )
    throw configError(shape, found ?? { path: [], problem: 'this file cannot be used', suggestion: '' })
  }
  return { path: file, config: result.data, lines }
}
