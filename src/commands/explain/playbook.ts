import type { Services } from '../command.ts'

// A slug is a file name of ours: one bounded class without a dot or slash, so it leads nowhere else. Linear.
const named = /^playbooks?[:/]([a-z0-9-]{1,60})(?:\.md)?$/

/** The slug in `playbook:orphaned-payment` or `playbooks/orphaned-payment.md`; undefined for every other word. */
export function playbookNamed(word: string): string | undefined {
  return named.exec(word)?.[1]
}

/** The text of a playbook that ships with x402ops; undefined when there is none of that name. */
export async function playbookText(
  slug: string,
  services: Pick<Services, 'shipped'>,
): Promise<string | undefined> {
  if (playbookNamed(`playbook:${slug}`) === undefined) return undefined
  return services.shipped(`playbooks/${slug}.md`).catch(() => undefined)
}
