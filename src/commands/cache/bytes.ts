/** `3.2 MiB`, `512 B`: a size on disk for people. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB']
  let [size, unit] = [bytes, 0]
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`
}

/** `1 file`, `12 files`. */
export function filesText(files: number): string {
  return `${files} file${files === 1 ? '' : 's'}`
}
