// Two guards over the lock file: it names no download address, and every optional platform package it
// promises is itself in the lock (a missing one passes `npm install` and then breaks `npm ci`).
import { readFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
const problems = []
for (const [path, entry] of Object.entries(lock.packages)) {
  if (/^https?:/.test(entry.resolved ?? '')) problems.push(`${path} holds a download address`)
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    const known = Object.keys(lock.packages).some((key) => key.endsWith(`node_modules/${name}`))
    if (!known) problems.push(`${path} promises ${name}, which the lock does not hold`)
  }
}
for (const problem of problems) process.stderr.write(`package-lock.json: ${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
