import { channelShuffle } from "../ops/channel-shuffle.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

export interface ChannelShuffle {
  (x: Tensor): Tensor;
}

/**
 * Channels laid in `groups` rows and read column by column. https://docs.pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html
 *
 * **Shapes**: x (N, C, *), with at least one axis more than two; y the same. Throws for groups that do not divide C.
 */
export class ChannelShuffle extends Module {
  readonly groups: number;

  constructor(groups: number) {
    super();
    this.groups = groups;
  }

  override forward(x: Tensor): Tensor {
    return channelShuffle(x, this.groups);
  }

  override extraRepr(): string {
    return `groups=${this.groups}`;
  }
}
