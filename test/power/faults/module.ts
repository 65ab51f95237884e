import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.Module*",
  "nn.Sequential",
  "nn.Parameter*",
  "nn.parameter.*",
  "torch.*",
  "nn.utils.stateless*",
];

/** Types, views, gradients, and modules with their state. */
export const modules: readonly Fault[] = faultsOf("module", layers, [
  {
    name: "dtype-of-a-scalar-promotes",
    kind: "dtype",
    file: "ops/promotion.ts",
    find: "if (a.ndim === 0 && b.ndim > 0 && ka <= kb) return b.dtype;\n  if (b.ndim === 0 && a.ndim > 0 && kb <= ka) return a.dtype;",
    replace: "if (a.ndim < 0 && ka <= kb) return b.dtype;",
  },
  {
    name: "half-types-promote-to-float16",
    kind: "dtype",
    file: "dtype.ts",
    find: 'if (isHalf(a) && isHalf(b)) return "float32";',
    replace: 'if (isHalf(a) && isHalf(b)) return "float16";',
  },
  {
    name: "bfloat16-truncates",
    kind: "bfloat16",
    file: "half.ts",
    find: "return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;",
    replace: "return bits >>> 16;",
  },
  {
    name: "float16-ties-away-from-even",
    kind: "float16",
    file: "half.ts",
    find: "const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);",
    replace: "const rounded = magnitude + 0x1000;",
  },
  {
    name: "float16-subnormals-flushed",
    kind: "float16",
    file: "half.ts",
    find: "if (exponent === 0) return sign * fraction * 2 ** -24;",
    replace: "if (exponent === 0) return sign * 0 * fraction;",
  },
  {
    name: "view-is-a-copy",
    kind: "aliasing",
    file: "ops/view.ts",
    find: "if (strides) {\n    return viewAs(",
    replace: "if (strides && !x) {\n    return viewAs(",
  },
  {
    name: "expand-copies",
    kind: "aliasing",
    file: "ops/view.ts",
    find: 'return differentiableView(x, out, "ExpandBackward0", (g) => sumTo(g, x.shape));',
    replace:
      'return attach("ExpandBackward0", [x], clone(out.detach()), (g) => [g && sumTo(g, x.shape)]);',
  },
  {
    name: "in-place-change-not-counted",
    kind: "in place",
    file: "ops/inplace.ts",
    find: "change();\n  target.storage.version++;",
    replace: "change();",
  },
  {
    name: "gradient-of-two-uses-overwritten",
    kind: "gradient",
    file: "backward.ts",
    find: "const sum = sumOf(before, gradient);",
    replace: "const sum = gradient;",
  },
  {
    name: "gradient-accumulated-anew",
    kind: "gradient",
    file: "backward.ts",
    find: "if (before && canGrow(before, gradient)) {",
    replace:
      "if (before && canGrow(before, gradient)) {\n    leaf.grad = clone(gradient);\n    return;",
  },
  {
    name: "broadcast-gradient-not-summed",
    kind: "gradient",
    file: "ops/pointwise.ts",
    find: "p.requiresGrad ? to(sumTo(dp, p.shape), p.dtype) : null",
    replace:
      "p.requiresGrad ? to(sumTo(dp.shape.length === p.shape.length ? dp : dp, p.shape).mul(1 + 1e-3 * +(dp.numel !== p.numel)), p.dtype) : null",
  },
  {
    name: "sequential-skips-the-last",
    kind: "order",
    file: "nn/container.ts",
    find: "for (const [, module] of this.ownModules()) y = module(y as never);",
    replace:
      "for (const module of [...this.items()].slice(0, Math.max(this.length - 1, 1))) y = module(y as never);",
  },
  {
    name: "state-loads-without-shape-check",
    kind: "strict",
    file: "nn/load-state-dict.ts",
    find: "if (sameShape(source.shape, target.shape)) return source;",
    replace: "if (source.numel === target.numel) return source.reshape(target.shape);",
  },
  {
    name: "shared-module-listed-twice",
    kind: "aliasing",
    file: "nn/module-tree.ts",
    find: "if (removeDuplicate) memo.add(self);",
    replace: "if (removeDuplicate && !self) memo.add(self);",
  },
  {
    name: "non-persistent-buffer-saved",
    kind: "state",
    file: "nn/load-state-dict.ts",
    find: "if (buffer.persistent) own.set(name, buffer);",
    replace: "own.set(name, buffer);",
  },
  {
    name: "hook-result-ignored",
    kind: "hooks",
    file: "nn/hooks.ts",
    find: "output = hook(module, given, output) ?? output;",
    replace: "hook(module, given, output);",
  },
  {
    name: "hook-before-forward-ignored",
    kind: "hooks",
    file: "nn/hooks.ts",
    find: "if (changed != null) given = Array.isArray(changed) ? changed : [changed];",
    replace: "if (changed === module) given = [changed];",
  },
  {
    name: "backward-hook-result-ignored",
    kind: "hooks",
    file: "nn/backward-hooks.ts",
    find: 'seen = changed(hook(this.#module, seen, outputs), seen, "Backward hook", "grad_input");',
    replace: 'changed(hook(this.#module, seen, outputs), seen, "Backward hook", "grad_input");',
  },
  {
    name: "hook-before-backward-ignored",
    kind: "hooks",
    file: "nn/backward-hooks.ts",
    find: 'seen = changed(hook(this.#module, seen), seen, "Backward pre hook", "grad_output");',
    replace: 'changed(hook(this.#module, seen), seen, "Backward pre hook", "grad_output");',
  },
  {
    name: "zero-grad-leaves-gradients",
    kind: "set_to_none",
    file: "nn/module.ts",
    find: "if (setToNone) dropGradient(parameter);",
    replace: "if (setToNone) noGrad(() => parameter);",
  },
  {
    name: "zero-grad-that-keeps-them-leaves-gradients",
    kind: "set_to_none",
    file: "nn/module.ts",
    find: "noGrad(() => zero_(parameter.grad as Tensor))",
    replace: "noGrad(() => parameter.grad as Tensor)",
  },
  {
    name: "print-drops-a-digit",
    kind: "print",
    file: "print/options.ts",
    find: "precision: 4,",
    replace: "precision: 3,",
  },
  {
    name: "print-forgets-the-dtype",
    kind: "print",
    file: "print.ts",
    find: "if (!isSelfEvident) suffixes.push(`dtype=torch.${dtype}`);",
    replace: "if (isSelfEvident && isEmpty) suffixes.push(`dtype=torch.${dtype}`);",
  },
]);
