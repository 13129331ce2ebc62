// Builds dist/: one split bundle of everything, so that the published package has no dependencies. From
// the same metafile it writes the licences and the bill of materials of what is really shipped.
import { rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { bundleOptions, manifest, root } from './bundle.mjs'
import { billOfMaterials, licenseTexts, shippedPackages } from './shipped-packages.mjs'

// Chunk names hold a hash: what an older build left behind would be shipped.
rmSync(`${root}dist`, { recursive: true, force: true })

const { metafile } = await build(bundleOptions)
const packages = shippedPackages(root, metafile)
const bill = JSON.stringify(billOfMaterials(manifest, packages), null, 2)
writeFileSync(`${root}dist/licenses.txt`, licenseTexts(packages))
writeFileSync(`${root}dist/sbom.json`, `${bill}\n`)
