import { doubles, floats, nn, type Provocation, torch } from "../kit/loose.ts";

const { parametrizations, parametrize } = nn.utils;
const linear = (options = {}) => new nn.Linear(4, 3, options);

/** A parametrization that makes what it is told to, and goes back to what it is told to. */
function making(forward: unknown, back?: unknown): unknown {
  const Base = nn.Module as unknown as new () => object;
  class Making extends Base {
    forward(x: unknown): unknown {
      return forward === undefined ? x : forward;
    }
  }
  const made = new Making();
  if (back !== undefined) Reflect.set(made, "rightInverse", () => back);
  return made;
}

const twice = (...given: readonly unknown[]) => {
  const module = parametrize.registerParametrization(linear(), "weight", new nn.Identity());
  return parametrize.registerParametrization(module, "weight", making(...(given as [unknown])));
};

/** A linear layer whose weight's ways back are `first` when it is registered, and `later` from then on. */
function assigning(first: unknown, later: unknown): void {
  let back = first;
  const parametrization = making(floats(3, 4), first) as { rightInverse: () => unknown };
  parametrization.rightInverse = () => back;
  const module = parametrize.registerParametrization(linear(), "weight", parametrization);
  back = later;
  Reflect.set(module, "weight", floats(3, 4));
}

/** Tensors of modules that are made of others. */
export const PARAMETRIZATIONS: readonly Provocation[] = [
  () => parametrize.registerParametrization(linear(), "weight", torch.tanh),
  () => parametrize.registerParametrization(linear(), "scale", new nn.ReLU()),
  () => parametrize.registerParametrization(linear({ bias: false }), "bias", new nn.ReLU()),
  () => parametrize.registerParametrization(linear(), "weight", making(3)),
  () => parametrize.registerParametrization(linear(), "weight", making(doubles(3, 4))),
  () => parametrize.registerParametrization(linear(), "weight", making(floats(4, 3))),
  () => parametrize.registerParametrization(linear(), "weight", making(undefined, doubles(3, 4))),
  () => parametrize.registerParametrization(linear(), "weight", making(undefined, 3)),
  () => parametrize.registerParametrization(linear(), "weight", making(undefined, [3])),
  () => twice(undefined, 3),
  () => twice(undefined, doubles(3, 4)),
  () => twice(undefined, floats(4, 3)),
  () =>
    Reflect.get(
      parametrizations.orthogonal(parametrizations.orthogonal(new nn.Linear(4, 4))),
      "weight",
    ),
  () => parametrize.removeParametrizations(linear(), "weight"),
  () =>
    parametrize.removeParametrizations(parametrizations.weightNorm(linear()), "weight", {
      leaveParametrized: false,
    }),
  () => new parametrize.ParametrizationList([], floats(3)),
  () =>
    Reflect.set(
      parametrize.registerParametrization(linear(), "weight", new nn.ReLU()),
      "weight",
      floats(3, 4),
    ),
  () =>
    Reflect.set(
      parametrize.registerParametrization(linear(), "weight", new nn.ReLU()),
      "weight",
      new nn.Parameter(floats(3, 4)),
    ),
  () => assigning(floats(3, 4), 3),
  () => assigning(floats(3, 4), doubles(3, 4)),
  () => assigning([floats(3, 4)], 3),
  () => assigning([floats(3, 4)], []),
  () => assigning([floats(3, 4)], [3]),
  () => assigning([floats(3, 4)], [doubles(3, 4)]),
  () => Reflect.get(parametrizations.weightNorm(parametrizations.weightNorm(linear())), "weight"),
  () => parametrizations.spectralNorm(linear(), { name: "scale" }),
  () => parametrizations.spectralNorm(linear(), { dim: 2 }),
  () => parametrizations.spectralNorm(linear(), { nPowerIterations: 0 }),
  () => parametrizations.orthogonal(linear(), { name: "bias" }),
  () => parametrizations.orthogonal(linear(), { orthogonalMap: "qr" }),
  () => Reflect.set(parametrizations.orthogonal(linear()), "weight", floats(3, 3)),
  () => {
    const plain = { orthogonalMap: "cayley", useTrivialization: false };
    return Reflect.set(parametrizations.orthogonal(linear(), plain), "weight", floats(3, 4));
  },
];
