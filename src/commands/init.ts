import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import { type CommandContext, type Outcome, optionFlag, optionText } from './command.ts'
import { addFlag, addHelpWords, addProfileArgument } from './options.ts'
import { starterConfig } from './starter-config.ts'

const file = 'x402ops.yaml'

/** `x402ops init [profile] [--base-url URL] [--pay-to ADDR] [--write] [--recorder v1|v2]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--pay-to <address>', 'the address that your service is paid to')
  addFlag(command, '--write', `write ./${file} instead of printing it; never overwrites`)
  addFlag(command, '--recorder [version]', 'print the code that logs payments: v1 or v2 (v2)')
  addHelpWords(command, {
    examples: [
      ['print a first configuration', 'x402ops init --base-url https://api.example.dev'],
      ['write it to ./x402ops.yaml', 'x402ops init --base-url https://api.example.dev --write'],
      ['the recorder for a server on @x402/* (v2)', 'x402ops init --recorder > x402-recorder.js'],
      ['the recorder for a server on x402-express (v1)', 'x402ops init --recorder v1'],
    ],
  })
}

function usage(message: string, suggestion: string): OpsError {
  return new OpsError('USAGE', { message, suggestion, command: 'init ' })
}

async function recorder(version: string, { services }: CommandContext): Promise<Outcome> {
  if (version !== 'v1' && version !== 'v2') {
    throw usage(`--recorder "${version}" is not a protocol version`, 'Versions: v1, v2.')
  }
  return { kind: 'text', text: await services.shipped(`recorder/x402-${version}.js`) }
}

function checkedUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new OpsError('URL_UNUSABLE', {
      flag: '--base-url',
      url,
      reason: 'It is not a whole http(s) address.',
    })
  }
  return url
}

function checkedAddress(value: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(value)) throw new OpsError('ADDRESS_EXPECTED', { flag: '--pay-to', value })
  return value
}

/**
 * Prints (or with `--write` writes) a first configuration, or the recorder's code.
 * Throws `OpsError` USAGE, URL_UNUSABLE, ADDRESS_EXPECTED, FILE_EXISTS or OUTPUT_FAILED.
 */
export async function run(context: CommandContext): Promise<Outcome> {
  const { args, env, global, options, services } = context
  const version = optionFlag(options, 'recorder') ? 'v2' : optionText(options, 'recorder')
  if (version !== undefined) return recorder(version, context)
  const [named] = args
  const preset = typeof named === 'string' ? named : (global.profile ?? 'mainnet')
  if (preset !== 'mainnet' && preset !== 'testnet') {
    throw usage(`init starts from a preset, and "${preset}" is none`, 'Presets: mainnet, testnet.')
  }
  const url = global.baseUrl ?? env.X402OPS_BASE_URL
  const payTo = optionText(options, 'payTo')
  const text = starterConfig({
    baseUrl: url === undefined ? null : checkedUrl(url),
    payTo: payTo === undefined ? null : checkedAddress(payTo),
    preset,
  })
  if (!optionFlag(options, 'write')) return { kind: 'text', text }
  await services.writeNewFile(file, text)
  return { kind: 'text', text: `wrote ${file}\nNext   x402ops config show ${preset} --origin\n` }
}
