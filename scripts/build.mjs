// Builds dist/: one split bundle of everything, so that the published package has no dependencies. From
// the same metafile it writes the licences and the bill of materials of what is really shipped.
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { bundleOptions, manifest, root } from './bundle.mjs'
import { billOfMaterials, licenseTexts, shippedPackages } from './shipped-packages.mjs'

// Chunk names hold a hash: what an older build left behind would be shipped.
const empty = () => rmSync(`${root}dist`, { recursive: true, force: true })

// The first build is asked for its help, and the second one holds the answer: `--help` is then as quick as
// `--version`, and it still says what the program says.
empty()
await build(bundleOptions)
const help = execFileSync(process.execPath, [`${root}bin/x402ops.js`, '--help'], { encoding: 'utf8' })

empty()
const define = { ...bundleOptions.define, X402OPS_HELP: JSON.stringify(help) }
const { metafile } = await build({ ...bundleOptions, define })
const packages = shippedPackages(root, metafile)
const bill = JSON.stringify(billOfMaterials(manifest, packages), null, 2)
writeFileSync(`${root}dist/licenses.txt`, licenseTexts(packages))
writeFileSync(`${root}dist/sbom.json`, `${bill}\n`)
