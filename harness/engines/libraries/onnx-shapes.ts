import { type Layer, only } from "../table.ts";
import { node, type Wire } from "./onnx-graph.ts";

/** What moves numbers without changing them. */
export const SHAPES: Readonly<Record<string, Layer<Wire>>> = {
  "nn.Embedding": ({ state, options }, x) => {
    only(options["max_norm"] === null, "embeddings that are scaled when they are looked up");
    return node("Gather", [state["weight"], x]);
  },
  "nn.Flatten": ({ options, shapes }, x) => {
    const rank = shapes[0]?.length ?? 0;
    only(options["start_dim"] === 1 && options["end_dim"] === -1, "flatten of a part");
    only(rank >= 2, "flatten of less than two axes");
    return node("Flatten", [x], { axis: 1 });
  },
  "nn.PixelShuffle": ({ options, shapes }, x) => {
    only(shapes[0]?.length === 4, "shuffling of other than a batch of images");
    const blocksize = Number(options["upscale_factor"]);
    only(
      Number.isInteger(blocksize) && (shapes[0][1] as number) % blocksize ** 2 === 0,
      "a factor whose square does not divide the channels, at which the native runtime may end the process",
    );
    return node("DepthToSpace", [x], { blocksize, mode: "CRD" });
  },
};
