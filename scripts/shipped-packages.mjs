import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `node_modules/a/node_modules/@b/c/lib/x.js` -> `node_modules/a/node_modules/@b/c`; null for our own. */
function packageFolder(input) {
  const at = input.lastIndexOf('node_modules/')
  if (at === -1) return null
  const [first, second] = input.slice(at + 'node_modules/'.length).split('/')
  return `${input.slice(0, at)}node_modules/${first.startsWith('@') ? `${first}/${second}` : first}`
}

/** The packages of which at least one byte is in the bundle, with licence and licence text, by name. */
export function shippedPackages(root, metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  )
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== null))
  return [...folders]
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
      const files = readdirSync(join(root, folder)).filter((file) =>
        /^(licen[cs]e|notice|copying)/i.test(file),
      )
      const texts = files.filter((file) => existsSync(join(root, folder, file)))
      const text = texts.map((file) => readFileSync(join(root, folder, file), 'utf8').trim()).join('\n\n')
      return { name, version, license: license ?? 'unknown', text }
    })
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}

/** One file with the licence of everything that is inlined. */
export function licenseTexts(packages) {
  const rule = '-'.repeat(78)
  const parts = packages.map(({ name, version, license, text }) =>
    [`${name} ${version} (${license})`, '', text === '' ? 'The package holds no licence file.' : text].join(
      '\n',
    ),
  )
  return `${['x402ops ships code of the packages below, unchanged but for bundling.', ...parts].join(`\n\n${rule}\n\n`)}\n`
}

/** CycloneDX 1.5, without time or serial number: the same bundle gives the same file. */
export function billOfMaterials(tool, packages) {
  const component = ({ name, version, license }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
    const simple = /^[A-Za-z0-9.+-]+$/.test(license)
    return {
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      licenses: [simple ? { license: { id: license } } : { expression: license }],
      purl,
    }
  }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name: 'x402ops',
        version: tool.version,
        licenses: [{ license: { id: tool.license } }],
      },
    },
    components: packages.map(component),
  }
}
