import { type Command, Option } from 'commander'
import { OpsError } from '../core/errors.ts'
import type { Profile } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import type { MatrixOptions } from '../matrix/shapes.ts'
import { type CommandContext, optionFlag, optionText } from './command.ts'
import { integerFlag } from './numbers.ts'
import { addFlag } from './options.ts'

const mostSamples = 1000
const mostInstances = 50
// One name of a file: starts with a letter or digit, bounded, no separator. Linear.
const shortName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Adds the flags that make the matrix look at more than one answer of each route. */
export function addMatrixFlags(command: Command): void {
  addFlag(command, '--variants', 'also HEAD and other spellings: this can run the paid handler')
  addFlag(command, '--probe-garbage', 'also send the constant "not-a-payment" as payment header')
  addFlag(command, '--instances [urls]', 'ask these as well, with commas; alone: those of the profile')
  addFlag(command, '--chain', 'hold extra.name and extra.version against the token contracts')
  addFlag(command, '--rpc <url>', 'chain endpoint for --chain, or env:NAME; again for more', {
    parse: (value, before) => [...(Array.isArray(before) ? before : []), value],
  })
  addFlag(command, '--samples <n>', 'time the 402 of every route so often', {
    parse: integerFlag('--samples', '20'),
  })
  addFlag(command, '--identity <name>', 'ask as this buyer (X-Buyer-Id), whose free calls are used up')
  addFlag(command, '--lint', 'also advice on terms that are right')
  // --no-save, which every command has, would otherwise share its place.
  command.addOption(
    Object.assign(new Option('--save <name>', 'keep these terms, to compare later ones with'), {
      attributeName: () => 'saveAs',
    }),
  )
  addFlag(command, '--against <name>', 'compare with kept terms: a name, a file, or last-good')
}

function instancesOf({ options }: CommandContext, profile: Profile): readonly string[] {
  const given = options.instances
  if (given === undefined) return []
  if (typeof given !== 'string') {
    if (profile.instances.length > 0) return profile.instances
    const message = '--instances needs addresses: the profile names no instances'
    throw new OpsError('USAGE', { message, command: 'matrix ' })
  }
  return given.split(',', mostInstances).map((text) => {
    const url = text.trim()
    const parsed = URL.canParse(url) ? new URL(url) : null
    const fits =
      parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.search === ''
    if (fits) return url.endsWith('/') ? url.slice(0, -1) : url
    const message = `--instances "${safe(parsed === null ? url : parsed.origin, 80)}" is no address of a service`
    throw new OpsError('USAGE', { message, command: 'matrix ' })
  })
}

function samplesOf({ options }: CommandContext): number {
  const { samples } = options
  if (typeof samples !== 'number') return 0
  if (samples >= 1 && samples <= mostSamples) return samples
  const value = String(samples)
  throw new OpsError('NUMBER_EXPECTED', { flag: '--samples', value, example: '--samples 20 (1 to 1000)' })
}

function identityOf({ options }: CommandContext): { readonly identity?: string } {
  const value = optionText(options, 'identity')
  if (value === undefined) return {}
  if (shortName.test(value)) return { identity: value }
  const message = `--identity "${safe(value, 80)}" is no name of letters, digits, dots and dashes`
  throw new OpsError('USAGE', { message, command: 'matrix ' })
}

/** What the flags of this call ask for. Throws `OpsError` USAGE or NUMBER_EXPECTED. */
export function matrixOptions(context: CommandContext, profile: Profile): MatrixOptions {
  const { options } = context
  return {
    variants: optionFlag(options, 'variants'),
    probeGarbage: optionFlag(options, 'probeGarbage'),
    lint: optionFlag(options, 'lint'),
    chain: optionFlag(options, 'chain'),
    samples: samplesOf(context),
    ...identityOf(context),
    instances: instancesOf(context, profile),
  }
}

/** The name of `--save`; undefined without it. Throws `OpsError` SNAPSHOT_NAME. */
export function saveName({ options }: CommandContext): string | undefined {
  const value = optionText(options, 'saveAs')
  if (value === undefined) return undefined
  if (isSnapshotName(value)) return value
  throw new OpsError('SNAPSHOT_NAME', { flag: '--save', value: safe(value, 80) })
}

/** May terms be kept under this name? */
export function isSnapshotName(value: string): boolean {
  return shortName.test(value) && value !== 'last-good'
}
