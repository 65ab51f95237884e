import { attach } from "../autograd.ts";
import { check, checkAs } from "../errors.ts";
import { showShape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { classOf } from "./check-tensor.ts";
import { clone, contiguous, detached } from "./copy.ts";
import { relabel } from "./reduction.ts";
import { transpose } from "./view.ts";

/**
 * Channels dealt out anew: they are laid in `groups` rows and read column by column.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.channel_shuffle.html
 *
 * **Shapes**: x (N, C, *), with at least one axis more than two; y the same. Throws for groups that do not divide C.
 */
export function channelShuffle(x: Tensor, groups: number): Tensor {
  checkGroups(x, groups);
  const columns = x.size(1) / groups;
  return attach("ChannelShuffleBackward0", [x], deal(detached(x), groups, columns), (g) => [
    g && channelShuffle(g, columns),
  ]);
}

/** channelShuffle without a gradient, as PyTorch's inner function is. */
export function nativeChannelShuffle(x: Tensor, groups: number): Tensor {
  checkGroups(x, groups);
  const out = deal(detached(x), groups, x.size(1) / groups);
  return attach("NotImplemented", [x], out, () => {
    check(
      false,
      "native_channel_shuffle",
      () => "derivative for aten::native_channel_shuffle is not implemented",
    );
    return [];
  });
}

function checkGroups(x: Tensor, groups: number): void {
  const where = "channel_shuffle";
  checkAs(
    "TypeError",
    Number.isInteger(groups),
    where,
    () => `channel_shuffle(): argument 'groups' (position 2) must be int, not ${classOf(groups)}`,
  );
  check(
    x.ndim > 2,
    where,
    () =>
      `channel_shuffle expects input with > 2 dims, but got input with sizes ${showShape(x.shape)}`,
  );
  check(
    groups > 0,
    where,
    () => `Number of groups to divide channels in must be positive. Value of groups:${groups}`,
  );
  check(
    x.size(1) % groups === 0,
    where,
    () =>
      `Number of channels must be divisible by groups. Got ${x.size(1)} channels and ${groups} groups.`,
  );
}

/** Channels laid in rows and read column by column; of nothing, the tensor's own memory. No autograd. */
function deal(x: Tensor, rows: number, columns: number): Tensor {
  if (x.numel === 0) return windowOn(x, x.shape, x.strides, x.offset);
  const [batch, , ...rest] = x.shape as [number, number, ...number[]];
  const table = relabel(contiguous(x), [batch, rows, columns, ...rest]);
  return relabel(clone(transpose(table, 1, 2)), x.shape);
}
