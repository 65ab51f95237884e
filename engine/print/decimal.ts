/** Python's format(x, ".<digits>f"): the exact binary value rounded once, ties to even. */
export function formatFixed(x: number, digits: number): string {
  const special = formatSpecial(x);
  if (special !== null) return special;
  const size = Math.abs(x);
  return signOf(x) + (size >= 1e21 ? wholeDigits(size, digits) : fixedDigits(size, digits));
}

/** Python's format(x, ".<digits>e"): one digit, a point, the digits, and an exponent of two places or more. */
export function formatScientific(x: number, digits: number): string {
  const special = formatSpecial(x);
  if (special !== null) return special;
  const [mantissa = "", exponent = ""] = roundedExponential(Math.abs(x), digits).split("e");
  const places = exponent.slice(1).padStart(2, "0");
  return `${signOf(x)}${mantissa}e${exponent[0]}${places}`;
}

function formatSpecial(x: number): string | null {
  if (Number.isNaN(x)) return "nan";
  if (Number.isFinite(x)) return null;
  return x > 0 ? "inf" : "-inf";
}

function signOf(x: number): string {
  return x < 0 || Object.is(x, -0) ? "-" : "";
}

/** toFixed goes to exponents from 1e21 on, where every number is whole. */
function wholeDigits(size: number, digits: number): string {
  const whole = BigInt(size).toString();
  return digits > 0 ? `${whole}.${"0".repeat(digits)}` : whole;
}

function fixedDigits(size: number, digits: number): string {
  const text = size.toFixed(digits);
  // Halfway means an odd multiple of 2^-(digits + 1): only those end, in decimal, with a 5 right after the last digit.
  const doubled = size * 2 ** (digits + 1);
  return Number.isInteger(doubled) && doubled % 2 === 1 ? toEven(text) : text;
}

function roundedExponential(size: number, digits: number): string {
  const text = size.toExponential(digits);
  // A float64 that is not a tie differs from one long before the 60th digit.
  const [long = "", power] = size.toExponential(Math.min(digits + 60, 100)).split("e");
  const isTie = /^50*$/.test(long.slice(digits + 2));
  const [mantissa = "", exponent] = text.split("e");
  // Where rounding up carried into a new place, the digits before the carry were even: 9.5 is 10 either way.
  return isTie && power === exponent ? `${toEven(mantissa)}e${exponent}` : text;
}

/** JavaScript rounds a tie up. If that made the last digit odd, the digit below is the even one: no borrow is ever needed. */
function toEven(text: string): string {
  const last = Number(text.at(-1));
  return last % 2 === 1 ? text.slice(0, -1) + (last - 1) : text;
}
