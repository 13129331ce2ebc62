import type { BundleFile } from '../../core/bundle.ts'
import { gateFor } from '../../evidence/guard.ts'
import type { ScanLook } from '../../toggle/shapes.ts'
import type { CommandContext } from '../command.ts'

/**
 * Looks for secrets below the paths; null when none is named. Names file, line and rule, never a value. Throws
 * `OpsError` INPUT_NOT_FOUND and the like for a path that cannot be opened at all.
 */
export async function scanPaths(
  { services }: CommandContext,
  paths: readonly string[],
): Promise<ScanLook | null> {
  if (paths.length === 0) return null
  const tools = await services.bundles()
  const gate = await gateFor(await services.knownValues({ references: [], envTexts: [] }))
  const hits: ScanLook['hits'][number][] = []
  let leftOut = 0
  for (const path of paths) {
    const files: BundleFile[] = []
    for await (const found of tools.filesBelow(path)) {
      if (found.kind === 'file') files.push(found.file)
      else leftOut += 1
    }
    hits.push(...(await gate.scan(files)))
  }
  return { paths, hits, leftOut }
}
