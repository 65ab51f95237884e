import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.ModuleList",
  "nn.ModuleDict",
  "nn.ParameterList",
  "nn.ParameterDict",
  "nn.parameter.*",
  "nn.Sequential",
  "nn.Module",
];

/** What modules and parameters are held in, and how they are made. */
export const containers: readonly Fault[] = faultsOf("module", layers, [
  {
    name: "module-list-without-its-first",
    kind: "modules",
    file: "nn/module-list.ts",
    find: "if (modules !== null) this.extend(modules);",
    replace: "if (modules !== null) this.extend([...modules].slice(1));",
  },
  {
    name: "parameter-dict-starts-empty",
    kind: "parameters",
    file: "nn/parameter-dict.ts",
    find: "if (parameters !== null) this.update(parameters);",
    replace: "",
  },
  {
    name: "parameter-list-without-its-last",
    kind: "values",
    file: "nn/parameter-list.ts",
    find: "if (values !== null) this.extend(values);",
    replace: "if (values !== null) this.extend([...values].slice(0, -1));",
  },
  {
    name: "parameter-of-a-copy",
    kind: "data",
    file: "nn/parameter.ts",
    find: "given instanceof Tensor ? { data: given } : given;\n    const values = data ?? emptyTensor([0], getDefaultDtype());\n    check(",
    replace:
      "given instanceof Tensor ? { data: given } : given;\n    const values = emptyTensor(data?.shape ?? [0], data?.dtype ?? getDefaultDtype());\n    check(",
  },
  {
    name: "buffer-always-persistent",
    kind: "persistent",
    file: "nn/parameter.ts",
    find: "this.persistent = persistent;",
    replace: "this.persistent = persistent || true;",
  },
  {
    name: "identity-copies",
    kind: "aliasing",
    file: "nn/identity.ts",
    find: "  override forward(x: Tensor): Tensor {\n    return x;",
    replace: "  override forward(x: Tensor): Tensor {\n    return x.mul(1);",
    layers: ["nn.Identity"],
  },
  {
    name: "lazy-mixin-of-anything",
    kind: "lazy",
    file: "nn/lazy.ts",
    find: 'typeof base === "function" && base.prototype instanceof Module,',
    replace: 'typeof base !== "string",',
    layers: ["nn.modules.lazy.*"],
  },
]);
