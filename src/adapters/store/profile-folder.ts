/** A profile name as one folder name: everything unusual percent-encoded, so no name leaves the state folder. */
export function profileFolder(profile: string): string {
  const plain = profile.replace(/[^A-Za-z0-9_-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
  return plain === '' ? '%' : plain
}
