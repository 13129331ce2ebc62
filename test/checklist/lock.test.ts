import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBelow, knownAgainst } from '../../src/checklist/lock/judge.ts'
import { lockedPackages, lockFiles } from '../../src/checklist/lock/packages.ts'

const core = { name: '@x402/core', version: '2.23.1' }
const express = { name: 'x402-express', version: '0.5.1' }
const both = [core, express]

const npm3 = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { name: 'shop', version: '1.0.0' },
    'node_modules/@x402/core': { version: core.version },
    'node_modules/a/node_modules/x402-express': { version: express.version },
    'node_modules/express': { version: '5.0.0' },
    'node_modules/linked': null,
  },
})
const npm1 = JSON.stringify({
  lockfileVersion: 1,
  dependencies: { '@x402/core': { version: core.version }, 'x402-express': { version: express.version } },
})
const pnpm9 = [
  "lockfileVersion: '9.0'",
  'packages:',
  "  '@x402/core@2.23.1':",
  '    resolution: {integrity: none}',
  'snapshots:',
  "  '@x402/core@2.23.1(zod@3.25.76)':",
  '  x402-express@0.5.1:',
  '  express@5.0.0:',
].join('\n')
const pnpm5 = ['lockfileVersion: 5.4', 'packages:', '  /@x402/core/2.23.1:', '  /x402-express/0.5.1:'].join(
  '\n',
)
const yarn1 = [
  '# yarn lockfile v1',
  '',
  '"@x402/core@^2.0.0", "@x402/core@^2.1.0":',
  '  version "2.23.1"',
  '',
  'x402-express@^0.5.0:',
  '  version "0.5.1"',
  '  dependencies:',
  '    express "^5.0.0"',
].join('\n')
const berry = [
  '__metadata:',
  '  version: 8',
  '',
  '"@x402/core@npm:^2.0.0":',
  '  version: 2.23.1',
  '"x402-express@npm:^0.5.0":',
  '  version: 0.5.1',
].join('\n')

describe('lock files', () => {
  test.each([
    ['package-lock.json', npm3],
    ['package-lock.json', npm1],
    ['pnpm-lock.yaml', pnpm9],
    ['pnpm-lock.yaml', pnpm5],
    ['yarn.lock', yarn1],
    ['yarn.lock', berry],
  ] as const)('%s %#', (file, text) => {
    expect(lockedPackages(file, text)).toEqual(both)
  })

  test.each(lockFiles)('a text that is no %s is not an empty one', (file) => {
    expect(lockedPackages(file, 'hello')).toBe(null)
    expect(lockedPackages(file, '[]')).toBe(null)
  })

  test('any text is read or refused, never thrown at', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.json(),
      fc.string({ maxLength: 80 }).map((rest) => `# yarn lockfile v1\n${rest}`),
      fc.string({ maxLength: 80 }).map((rest) => `lockfileVersion: 9\n  ${rest}`),
    )
    fc.assert(
      fc.property(fc.constantFrom(...lockFiles), text, (file, given) => {
        const found = lockedPackages(file, given)
        expect(found === null || found.every(({ version }) => /^\d/.test(version))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what is known', () => {
  test.each([
    ['2.5.9', '2.6.0', true],
    ['2.6.0', '2.6.0', false],
    ['2.10.0', '2.6.0', false],
    ['2.6.0-rc.1', '2.6.0', true],
    ['1.99.99', '2.0.0', true],
  ])('%s is below %s: %s', (version, fixed, below) => {
    expect(isBelow(version, fixed)).toBe(below)
  })

  test.each([
    ['@x402/core', '2.27.0', undefined],
    ['@x402/core', '2.23.9', 'WARN'],
    ['@x402/evm', '2.22.0', 'WARN'],
    ['@x402/svm', '2.5.9', 'FAIL'],
    ['@x402/svm', '2.6.0', undefined],
    ['x402-hono', '0.5.1', 'FAIL'],
    ['x402-hono', '0.7.0', 'WARN'],
    ['@x402/express', '2.0.0', undefined],
  ])('%s %s', (name, version, verdict) => {
    expect(knownAgainst({ name, version })?.verdict).toBe(verdict)
  })
})
