import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

const ROOM = import.meta.dirname;
const VENV = join(ROOM, ".venv");
const PYTHON = process.env["PYTHON"] || (process.platform === "win32" ? "python" : "python3");
const INSIDE =
  process.platform === "win32" ? join(VENV, "Scripts", "python.exe") : join(VENV, "bin", "python");
const OLDEST = [3, 11] as const;

/** A step that cannot be done on this machine; the message says what is missing and what to do. */
class Missing extends Error {}

/** Makes python-ref/.venv with the pinned packages; does nothing where it is already right. */
async function setUp(): Promise<string> {
  const ready = await installed();
  if (ready !== null) return `already there: ${ready}`;
  await checkPython();
  if (!(await runs(INSIDE, ["-m", "pip", "--version"]))) await makeVenv();
  await install();
  const now = await installed();
  if (now === null) throw new Missing("pip reports no error, yet the packages are not there.");
  return now;
}

/** The versions in the virtual environment, or null if one is missing or another than pinned. */
async function installed(): Promise<string | null> {
  if (!existsSync(INSIDE)) return null;
  const { stdout, failed } = await execa(INSIDE, [join(ROOM, "pinned.py")], { reject: false });
  return failed ? null : `${stdout} in python-ref/.venv`;
}

async function checkPython(): Promise<void> {
  const code = "import sys; print('.'.join(map(str, sys.version_info[:3])))";
  const { stdout, failed } = await execa(PYTHON, ["-c", code], { reject: false });
  const least = OLDEST.join(".");
  if (failed) {
    throw new Missing(
      `${PYTHON} does not run. Install Python ${least} or newer, or set PYTHON to the path of one.`,
    );
  }
  const [major = 0, minor = 0] = stdout.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Missing(
      `${PYTHON} is Python ${stdout}, and ${least} or newer is needed. Set PYTHON to the path of one.`,
    );
  }
}

async function makeVenv(): Promise<void> {
  for (const module of ["venv", "ensurepip"]) {
    if (!(await runs(PYTHON, ["-c", `import ${module}`]))) {
      throw new Missing(
        `${PYTHON} comes without its module ${module}. On Debian and Ubuntu the package python3-venv has it.`,
      );
    }
  }
  rmSync(VENV, { recursive: true, force: true });
  const made = await execa(PYTHON, ["-m", "venv", VENV], { reject: false, all: true });
  if (made.failed) {
    throw new Missing(`${PYTHON} -m venv cannot make python-ref/.venv:\n${made.all.trim()}`);
  }
}

/** What is locked comes only as it was when it was locked, byte for byte; PyTorch, whose files differ by index, by version. */
async function install(): Promise<void> {
  await pip("--require-hashes", "-r", join(ROOM, "requirements-locked.txt"));
  await pip("-r", join(ROOM, "requirements.txt"), "-r", join(ROOM, "requirements-dev.txt"));
}

async function pip(...asked: string[]): Promise<void> {
  const quiet = ["--disable-pip-version-check", "--no-input", "--no-warn-script-location"];
  const words = ["-m", "pip", "install", ...quiet, "--root-user-action=ignore", ...asked];
  const done = await execa(INSIDE, words, {
    reject: false,
    stdout: "inherit",
    stderr: ["pipe", "inherit"],
  });
  if (!done.failed) return;
  throw new Missing(offline(done.stderr) ? OFFLINE : "pip could not install them; see above why.");
}

const OFFLINE =
  "pip cannot reach an index that has these packages for this Python. The network is needed once, " +
  "or an index nearer by: pip's own variables (PIP_INDEX_URL, PIP_PROXY, PIP_FIND_LINKS ...) and pip.conf are honoured.";

/** Whether pip's complaint is about the network rather than about a package. */
function offline(complaint: string): boolean {
  const signs =
    /NewConnectionError|NameResolutionError|ProxyError|ConnectTimeout|SSLError|Max retries/;
  const others = /from versions: none|Connection (refused|broken|reset)|timed out/i;
  return signs.test(complaint) || others.test(complaint);
}

async function runs(command: string, words: string[]): Promise<boolean> {
  return !(await execa(command, words, { reject: false })).failed;
}

try {
  process.stdout.write(`${await setUp()}\n`);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  process.stderr.write(`setup: ${error.message}\n`);
  process.exitCode = 1;
}
