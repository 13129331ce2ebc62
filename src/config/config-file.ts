import { OpsError } from '../core/errors.ts'
import { type Located, type Path, pathText } from './problem.ts'
import type { Config } from './schema.ts'

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
