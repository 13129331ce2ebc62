import type { Platform } from './platform.ts'

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html */
export const systemd: Platform = {
  name: 'systemd',
  lines: ({ variable, value, place }) => {
    const unit = place('unit', '<unit>')
    return [
      `sudo systemctl edit ${unit}`,
      `# under [Service]: Environment=${variable}=${value}`,
      `sudo systemctl daemon-reload && sudo systemctl restart ${unit}`,
    ]
  },
  traps: [
    'A value in EnvironmentFile= wins over Environment=; a reload alone is not enough.',
    'systemctl show -p Environment prints secrets: never put it into evidence.',
  ],
}
