// Compiles the rig's contracts into the checked-in fixture; with --check it only compares and exits 1 when
// the fixture is not what the sources give.
import { readFileSync, writeFileSync } from 'node:fs'
import solc from 'solc'

const rig = new URL('../test/rig/', import.meta.url)
const fixture = new URL('fixtures/contracts.json', rig)

const sources = {}
for (const name of ['token.sol', 'router.sol', 'guarded.sol']) {
  sources[name] = { content: readFileSync(new URL(`token/${name}`, rig), 'utf8') }
}
const settings = {
  evmVersion: 'paris',
  optimizer: { enabled: true, runs: 200 },
  // Without the metadata hash the code depends on nothing but the source and the compiler.
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.deployedBytecode.object'] } },
}
const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })))
const errors = (output.errors ?? []).filter((entry) => entry.severity === 'error')
if (errors.length > 0) throw new Error(errors.map((entry) => entry.formattedMessage).join('\n'))

const contracts = { compiler: `solc ${solc.version()}` }
for (const [key, file, name] of [
  ['token', 'token.sol', 'TestDollar'],
  ['router', 'router.sol', 'Router'],
  ['wallet', 'router.sol', 'Wallet'],
  ['guarded', 'guarded.sol', 'GuardedDollar'],
]) {
  const { abi, evm } = output.contracts[file][name]
  contracts[key] = { abi, runtime: `0x${evm.deployedBytecode.object}` }
}
const fresh = `${JSON.stringify(contracts, null, 1)}\n`

if (process.argv.includes('--check')) {
  if (readFileSync(fixture, 'utf8') !== fresh) {
    process.stderr.write(
      'test/rig/fixtures/contracts.json is not what the sources compile to: node scripts/token.mjs\n',
    )
    process.exitCode = 1
  }
} else {
  writeFileSync(fixture, fresh)
}
