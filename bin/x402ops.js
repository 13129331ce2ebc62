#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const fail = (exitCode, sentence) => {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = exitCode
}
let cli
if (major < 20 || (major === 20 && minor < 19)) {
  fail(2, `x402ops needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
} else {
  try {
    cli = require('../dist/cli.js')
  } catch (_) {
    fail(70, 'x402ops is not whole: dist/cli.js cannot be loaded. Install it again.')
  }
}
if (cli) cli.main()
