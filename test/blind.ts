/** Why a case may let a wrong number or a bare answer pass: what it shows lies elsewhere. */
const ROUNDING = "its numbers are rounding around 0; it shows that they are finite, and the facts";
const ENDLESS =
  "a slope has no end there, so the limit of its number has none; it shows the class of each result";
const BARE = "nothing comes back, and that is what it shows";

/** Cases that cannot see a slightly wrong number. */
export const UNSEEING: Readonly<Record<string, string>> = {
  "nn.BatchNorm3d/documented-0":
    "the mean of 315,000 normal numbers is nearer to 0 than the limit of a sum of so many",
  "nn.CosineSimilarity/equal-and-opposite": ROUNDING,
  "nn.CosineSimilarity/one-value": ROUNDING,
  "nn.LayerNorm/one-element": ROUNDING,
  "nn.PairwiseDistance/equal-points":
    "what is left of equal points is eps, far below their own rounding; it shows that eps is there",
  "nn.functional.grid_sample/corners-are-centres": ROUNDING,
  "torch.acos/edges": ENDLESS,
  "torch.acosh/edges": ENDLESS,
  "torch.asin/edges": ENDLESS,
  "torch.pow/edges": ENDLESS,
  "torch.std/constant": ROUNDING,
  "torch.var/far-from-zero":
    "the square of the mean is ten thousand times its variance, whose third digit is rounding",
};

/** Cases that say hardly anything. */
export const SILENT: Readonly<Record<string, string>> = {
  "nn.ParameterDict/refuses-to-delete-what-is-not-there": "a KeyError says the key alone",
  "nn.utils.clip_grads_with_norm_/no-gradients": BARE,
  "nn.utils.clip_grads_with_norm_/no-gradients-float64": BARE,
  "nn.utils.prune.global_unstructured/documented-0": BARE,
  "nn.utils.prune.global_unstructured/documented-0-redrawn": BARE,
  "nn.utils.rnn.bind/nothing": BARE,
  "nn.utils.rnn.invert_permutation/none": BARE,
};
