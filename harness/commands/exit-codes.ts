/** What a command's exit code means. */
export const EXIT = {
  green: 0,
  red: 1,
  unusable: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For --help. */
export const EXIT_HELP = `
Exit codes:
  0    every case passed, and nothing was left unchecked
  1    a case failed, was unsupported or partly unchecked, or a known failure passed
  2    nothing could be run: wrong usage, or fixtures that are not as they were recorded
  130  interrupted`;
