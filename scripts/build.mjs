// Builds dist/: one split bundle of everything, so that the published package has no dependencies. From
// the same metafile it writes the licences and the bill of materials of what is really shipped.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { manifest, root } from './bundle.mjs'
import { makeDist } from './make-dist.mjs'
import { placeBuild } from './place-build.mjs'
import { billOfMaterials, licenseTexts, shippedPackages } from './shipped-packages.mjs'

// Beside dist, because a rename does not leave the file system; under node_modules, because nothing that
// lints, tests or packs looks there.
mkdirSync(`${root}node_modules/.x402ops-build`, { recursive: true })
const work = mkdtempSync(`${root}node_modules/.x402ops-build/`)

/** Builds into a folder of its own; the program there can be run. */
function buildInto(folder, options) {
  for (const name of ['bin', 'package.json'])
    cpSync(`${root}${name}`, `${folder}/${name}`, { recursive: true })
  return makeDist(`${folder}/dist`, options)
}

try {
  // The first build is asked for its help, and the second one holds the answer: `--help` is then as quick
  // as `--version`, and it still says what the program says.
  await buildInto(`${work}/asked`, {})
  const asked = `${work}/asked/bin/x402ops.js`
  const help = execFileSync(process.execPath, [asked, '--help'], { encoding: 'utf8' })

  const define = { X402OPS_HELP: JSON.stringify(help) }
  const metafile = await buildInto(`${work}/whole`, { define, warm: true })
  const packages = shippedPackages(root, metafile)
  const bill = JSON.stringify(billOfMaterials(manifest, packages), null, 2)
  writeFileSync(`${work}/whole/dist/licenses.txt`, licenseTexts(packages))
  writeFileSync(`${work}/whole/dist/sbom.json`, `${bill}\n`)
  placeBuild(`${work}/whole/dist`, `${root}dist`, { onlyNew: process.env.npm_lifecycle_event === 'prepack' })
} finally {
  rmSync(work, { recursive: true, force: true })
}
