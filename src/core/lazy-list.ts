// What begins like a number is one: a list has no other such names.
const isIndex = (key: string | symbol): key is string =>
  typeof key === 'string' && key.charCodeAt(0) >= 48 && key.charCodeAt(0) <= 57

/**
 * A list whose items are made when they are read, each time anew, so that no more of them than somebody holds are in
 * memory. `make` must be pure, and `source` must stay as it is.
 */
export function lazyList<Source, Item>(
  source: readonly Source[],
  make: (from: Source) => Item,
): readonly Item[] {
  const get = (target: readonly Source[], key: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, key)
    return isIndex(key) && Number(key) < target.length ? make(value as Source) : value
  }
  return new Proxy(source, { get }) as unknown as readonly Item[]
}
