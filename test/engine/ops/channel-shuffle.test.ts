import { expect, test } from "vitest";
import { F, torch } from "#engine";

test("the inner function gives what channelShuffle gives, but no gradient", () => {
  const x = torch.randn([2, 6, 3], { requiresGrad: true });
  const y = F.nativeChannelShuffle(x, 2);
  expect(y.tolist()).toEqual(F.channelShuffle(x, 2).tolist());
  expect(() => torch.backward([y], [torch.onesLike(y)])).toThrow(
    "derivative for aten::native_channel_shuffle is not implemented",
  );
});
