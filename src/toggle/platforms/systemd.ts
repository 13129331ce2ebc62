import type { Platform } from './platform.ts'

// Quotes, backslashes and percent signs have a meaning in a unit file. One class, anchored: linear.
function assignment(text: string): string {
  if (/^[A-Za-z0-9_./:@+=,-]{1,500}$/.test(text)) return text
  return `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`
}

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html */
export const systemd: Platform = {
  name: 'systemd',
  lines: ({ value, plain, place }) => {
    const unit = place('unit', '<unit>')
    return [
      `sudo systemctl edit ${unit}`,
      `# under [Service]: Environment=${plain.value === null ? `${plain.variable}=${value}` : assignment(`${plain.variable}=${plain.value}`)}`,
      `sudo systemctl daemon-reload && sudo systemctl restart ${unit}`,
    ]
  },
  traps: [
    'A value in EnvironmentFile= wins over Environment=; a reload alone is not enough.',
    'systemctl show -p Environment prints secrets: never put it into evidence.',
  ],
}
