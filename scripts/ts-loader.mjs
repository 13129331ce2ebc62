import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'

/** A Node load hook: strips the types of `.ts` files with esbuild; everything else is left to Node. */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context)
  const source = await readFile(fileURLToPath(url), 'utf8')
  const { code } = await transform(source, { loader: 'ts', target: 'node20', sourcefile: fileURLToPath(url) })
  return { format: 'module', source: code, shortCircuit: true }
}
