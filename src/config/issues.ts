import type * as z from 'zod'
import { didYouMean } from '../core/nearest.ts'
import type { Located, Path } from './problem.ts'
import { examplesAt, knownKeys, placesOf } from './schema-walk.ts'

type Issue = z.core.$ZodIssue

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'a whole number' : 'a decimal number'
  return kinds[typeof value] ?? 'something else'
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}

const asPath = (path: readonly PropertyKey[]): Path =>
  path.map((part) => (typeof part === 'number' ? part : String(part)))

function exampleText(path: Path): string {
  const examples = examplesAt(path)
  return examples.length === 0 ? '' : ` For example: ${examples.join(' or ')}.`
}

function wrongType(expected: string, path: Path, data: unknown): Located {
  const wanted = kinds[expected] ?? expected
  const value = valueAt(data, path)
  if (value === undefined) {
    return {
      path,
      problem: 'this key is missing',
      suggestion: `Add it; it is ${wanted}.${exampleText(path)}`,
    }
  }
  const quotable = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')
  const example = exampleText(path)
  const suggestion = quotable && example === '' ? 'Put it in quotes.' : `Write ${wanted}.${example}`
  return { path, problem: `expected ${wanted}, found ${kindOf(value)}`, suggestion }
}

function unknownKey(path: Path, key: string): Located {
  const known = knownKeys(path)
  const near = didYouMean(key, known)
  const places = near === '' ? placesOf(key).slice(0, 2) : []
  const elsewhere = places.length === 0 ? '' : `It belongs to ${places.join(' or ')}. `
  const all = `Keys here: ${known.join(', ')}.`
  const suggestion = `${near}${elsewhere}${known.length <= 12 || near === '' ? all : ''}`.trim()
  return { path: [...path, key], problem: 'this key is not known', suggestion }
}

/** A key that is none of a fixed list. */
function oneOf(path: Path, words: readonly string[]): Located {
  const near = didYouMean(String(path.at(-1)), words)
  return {
    path,
    problem: 'this key is not known',
    suggestion: near === '' ? `Keys here: ${words.join(', ')}.` : near.trim(),
  }
}

/** The branch of a union that the writer meant: the one whose own type fits the value. */
function meantBranch(issues: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fits = (branch: readonly Issue[]) =>
    !branch.some(
      ({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
    )
  return issues.find(fits)
}

function union(issue: z.core.$ZodIssueInvalidUnion, path: Path, data: unknown): readonly Located[] {
  const meant = meantBranch(issue.errors)
  if (meant !== undefined) {
    return meant.flatMap((inner) => explainIssue({ ...inner, path: [...path, ...inner.path] }, data))
  }
  const flat = issue.errors.flat()
  const words = flat.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []))
  const types = flat.flatMap((inner) => (inner.code === 'invalid_type' ? [kinds[inner.expected] ?? ''] : []))
  const value = valueAt(data, path)
  const near = typeof value === 'string' ? didYouMean(value, words) : ''
  return [
    {
      path,
      problem: `found ${kindOf(value)} that is not possible here`,
      suggestion: `${near}Write ${[...words, ...new Set(types)].join(' or ')}.`,
    },
  ]
}

function outOfRange(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, path: Path): Located {
  const limit = issue.code === 'too_big' ? `at most ${issue.maximum}` : `at least ${issue.minimum}`
  const what: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }
  const unit = what[issue.origin] ?? ''
  const problem = issue.code === 'too_big' ? 'too large' : unit === '' ? 'too small' : 'too short'
  return { path, problem, suggestion: `It takes ${limit}${unit}.` }
}

/** The problems behind one issue of the schema, in our words. `data` is the whole file; its values are never repeated. */
export function explainIssue(issue: Issue, data: unknown): readonly Located[] {
  const path = asPath(issue.path)
  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(issue.expected, path, data)]
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key))
    case 'invalid_value': {
      const value = valueAt(data, path)
      if (value === undefined) return [wrongType(issue.values.map(String).join(' or '), path, data)]
      const words = issue.values.map(String)
      const near = typeof value === 'string' ? didYouMean(value, words) : ''
      return [
        {
          path,
          problem: 'not one of the possible values',
          suggestion: `${near}Possible: ${words.join(', ')}.`,
        },
      ]
    }
    case 'too_big':
    case 'too_small':
      return [outOfRange(issue, path)]
    case 'invalid_union':
      return union(issue, path, data)
    case 'invalid_key':
      return issue.issues.flatMap((inner) =>
        inner.code === 'invalid_value'
          ? [oneOf(path, inner.values.map(String))]
          : explainIssue({ ...inner, path: [...path, ...inner.path] }, data),
      )
    case 'custom': {
      const suggestion = issue.params?.suggestion
      return [{ path, problem: issue.message, suggestion: typeof suggestion === 'string' ? suggestion : '' }]
    }
    default:
      return [
        { path, problem: 'this value cannot be used', suggestion: `See docs/config.md.${exampleText(path)}` },
      ]
  }
}
