import { configJsonSchema } from './json-schema.ts'
import type { Path } from './problem.ts'

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

function branches(node: Node): readonly Node[] {
  return Array.isArray(node.anyOf) ? [node, ...node.anyOf.filter(isNode).flatMap(branches)] : [node]
}

function step(node: Node, part: string | number): readonly Node[] {
  if (typeof part === 'number') return isNode(node.items) ? [node.items] : []
  const { properties, additionalProperties } = node
  const named =
    isNode(properties) && Object.hasOwn(properties, part) ? properties[part] : additionalProperties
  return isNode(named) ? [named] : []
}

/** All places of the schema that a path may mean; empty when it means none. */
function nodesAt(path: Path): readonly Node[] {
  let nodes: readonly Node[] = branches(configJsonSchema())
  for (const part of path) nodes = nodes.flatMap((node) => step(node, part)).flatMap(branches)
  return nodes
}

/** The keys that an object at this path may have. */
export function knownKeys(path: Path): readonly string[] {
  return nodesAt(path).flatMap((node) => (isNode(node.properties) ? Object.keys(node.properties) : []))
}

/** Every key of a profile or below that is called like this; a key in the wrong place is a common slip. */
export function placesOf(key: string): readonly string[] {
  const found: string[] = []
  const visit = (node: Node, path: string) => {
    for (const branch of branches(node)) {
      const { properties, items, additionalProperties } = branch
      if (isNode(properties)) {
        for (const [name, value] of Object.entries(properties)) {
          const below = path === '' ? name : `${path}.${name}`
          if (name === key) found.push(below)
          if (isNode(value)) visit(value, below)
        }
      }
      if (isNode(items)) visit(items, `${path}[]`)
      if (isNode(additionalProperties)) visit(additionalProperties, `${path}.NAME`)
    }
  }
  visit(configJsonSchema(), '')
  return [...new Set(found)]
}

function exampleOf(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  return JSON.stringify(value).replaceAll('"', '').replaceAll(':', ': ')
}

/** Examples that the schema gives for a value at this path, as they would stand in the file. */
export function examplesAt(path: Path): readonly string[] {
  return nodesAt(path).flatMap(({ examples }) => (Array.isArray(examples) ? examples.map(exampleOf) : []))
}
