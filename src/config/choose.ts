import { OpsError } from '../core/errors.ts'
import { didYouMean, nearest } from '../core/nearest.ts'
import { safe } from '../core/safe.ts'
import { type ConfigFile, configError } from './config-file.ts'
import type { Env } from './given.ts'
import { fileLayer, type Layer, namedLayer, normalTree } from './layers.ts'
import { findPreset, presets } from './presets.ts'
import type { ProfileConfig } from './schema.ts'

type Defined = { readonly file: ConfigFile; readonly profile: ProfileConfig }

function definitions(files: readonly ConfigFile[], name: string): readonly Defined[] {
  return files.flatMap((file) => {
    const { profiles } = file.config
    const profile = profiles !== undefined && Object.hasOwn(profiles, name) ? profiles[name] : undefined
    return profile === undefined ? [] : [{ file, profile }]
  })
}

function namesInFiles(files: readonly ConfigFile[]): readonly string[] {
  return [...new Set(files.flatMap(({ config }) => Object.keys(config.profiles ?? {})))].sort()
}

function allNames(files: readonly ConfigFile[]): readonly string[] {
  return [...new Set([...namesInFiles(files), ...Object.keys(presets)])].sort()
}

const withMainnetDefault: readonly string[] = [
  ...['monitor', 'probe', 'matrix', 'reconcile', 'config', 'diff', 'verify', 'balance', 'settlement'],
]

// Without any profile of one's own the flags say what to look at, and production is what is meant.
const withoutAnyProfile: readonly string[] = ['discover', 'rpc', 'recipient', 'checklist']

/**
 * The name of the profile to use: the one given; else X402OPS_PROFILE, `defaultProfile`, the only profile
 * of the files, or `mainnet` for the commands that look at production by default (for those that look at one
 * dependency only where no file names a profile). `toggle` takes none of these. Throws `OpsError` PROFILE_UNKNOWN, PROFILE_AMBIGUOUS, or CONFIG_INVALID for a wrong `defaultProfile`.
 */
export function chooseProfile(
  name: string | null,
  command: string,
  files: readonly ConfigFile[],
  env: Env,
): string {
  const all = allNames(files)
  const known = all.join(', ')
  const wanted = name ?? (command === 'toggle' ? '' : (env.X402OPS_PROFILE ?? ''))
  if (wanted !== '') {
    if (all.includes(wanted)) return wanted
    throw new OpsError('PROFILE_UNKNOWN', {
      name: safe(wanted, 60),
      known,
      nearest: didYouMean(wanted, all),
    })
  }
  if (command === 'toggle') throw new OpsError('PROFILE_AMBIGUOUS', { command, known })
  const file = files.find(({ config }) => config.defaultProfile !== undefined)
  const fallback = file?.config.defaultProfile
  if (file !== undefined && fallback !== undefined) {
    if (all.includes(fallback)) return fallback
    const suggestion = `${didYouMean(fallback, all)}Profiles: ${known}.`
    throw configError(file, { path: ['defaultProfile'], problem: 'there is no such profile', suggestion })
  }
  const [first, ...others] = namesInFiles(files)
  if (first !== undefined && others.length === 0) return first
  if (withMainnetDefault.includes(command)) return 'mainnet'
  if (first === undefined && withoutAnyProfile.includes(command)) return 'mainnet'
  throw new OpsError('PROFILE_AMBIGUOUS', { command, known })
}

/** What a profile stands on: the layers below it, and the preset at the bottom when there is one. */
export type Base = { readonly layers: readonly Layer[]; readonly preset: string | null }

const nothing: Base = { layers: [], preset: null }

function presetBase(name: string): Base | undefined {
  const preset = findPreset(name)
  if (preset === undefined) return undefined
  return { layers: [namedLayer(normalTree(preset), 'preset', `preset ${name}`)], preset: name }
}

const ownLayers = (list: readonly Defined[], name: string) =>
  list.map(({ file, profile }) => fileLayer(file, name, profile))

type Said = { readonly file: ConfigFile; readonly target: string | null }

/** What `extends` of a profile says: undefined = not said, null = nothing. The highest file that says it wins. */
function extendsOf(list: readonly Defined[]): Said | undefined {
  const said = list.find(({ profile }) => profile.extends !== undefined)
  return said === undefined ? undefined : { file: said.file, target: said.profile.extends ?? null }
}

function extended(files: readonly ConfigFile[], name: string, file: ConfigFile, target: string): Base {
  const path = ['profiles', name, 'extends']
  if (target === name) {
    const base = presetBase(target)
    if (base !== undefined) return base
    const suggestion = 'Name another profile or a preset, or leave extends out.'
    throw configError(file, { path, problem: 'this profile extends itself', suggestion })
  }
  const list = definitions(files, target)
  if (list.length === 0) {
    const base = presetBase(target)
    if (base !== undefined) return base
    const all = allNames(files)
    const hint = nearest(target, all) === name ? '' : didYouMean(target, all)
    const suggestion = `${hint}Profiles: ${all.join(', ')}.`
    throw configError(file, { path, problem: 'there is no such profile to extend', suggestion })
  }
  const below = extendsOf(list)
  const { target: next } = below ?? { target: null }
  if (next !== null && next !== target && definitions(files, next).length > 0) {
    const suggestion = 'A profile may extend one other profile; that one may stand on a preset only.'
    throw configError(file, { path, problem: 'the profile named here extends another profile', suggestion })
  }
  const base = standsOn(files, target, below)
  return { layers: [...ownLayers(list, target), ...base.layers], preset: base.preset }
}

function standsOn(files: readonly ConfigFile[], name: string, said: Said | undefined): Base {
  if (said === undefined) return presetBase(name) ?? nothing
  return said.target === null ? nothing : extended(files, name, said.file, said.target)
}

/**
 * The layers of a profile, highest first: its own in each file, then what it extends, once. A profile with
 * the name of a preset stands on that preset unless it says `extends: null`.
 * Throws `OpsError` CONFIG_INVALID when it extends itself, an unknown profile, or a chain of profiles.
 */
export function profileLayers(files: readonly ConfigFile[], name: string): Base {
  const own = definitions(files, name)
  const base = standsOn(files, name, extendsOf(own))
  return { layers: [...ownLayers(own, name), ...base.layers], preset: base.preset }
}

/** Checks what every profile of the files extends, not only the one in use. Throws like `profileLayers`. */
export function checkExtends(files: readonly ConfigFile[]): void {
  for (const name of namesInFiles(files)) profileLayers(files, name)
}
