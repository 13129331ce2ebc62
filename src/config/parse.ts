import { OpsError } from '../core/errors.ts'
import { explainIssue, type Located } from './issues.ts'
import { type Path, pathText } from './problem.ts'
import { type Config, configSchema } from './schema.ts'
import { readYaml } from './yaml-text.ts'

/** A config file that was read. `lines` gives the 1-based line of each value by its path. */
export type ConfigFile = {
  readonly path: string
  readonly config: Config
  readonly lines: ReadonlyMap<string, number>
}

/** The line of a value, or of the nearest block around it; 1 when nothing around it is known. */
export function lineOf(lines: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(pathText(path.slice(0, length)))
    if (line !== undefined) return line
  }
  return 1
}

/** The error for a problem at a path of a file. */
export function configError(file: Pick<ConfigFile, 'path' | 'lines'>, found: Located): OpsError {
  return new OpsError('CONFIG_INVALID', {
    file: file.path,
    line: lineOf(file.lines, found.path),
    path: found.path.length === 0 ? 'file' : pathText(found.path),
    problem: found.problem,
    suggestion: found.suggestion,
  })
}

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
