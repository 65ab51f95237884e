import { expect, test } from "vitest";
import { openFixtures } from "#harness/fixtures";
import { gather } from "#harness/tour/gather";

test("an option is what can be typed in: no module, no tensor", () => {
  const { data } = gather(openFixtures("fixtures"));
  const groups = data.sections.flatMap((section) => section.groups);
  const optionsOf = (layer: string) => {
    const [first] = groups.find(({ title }) => title === layer)?.examples ?? [];
    return first?.options.map(({ name, value }) => [name, value]);
  };
  expect(optionsOf("nn.TransformerEncoder")).toEqual([
    ["num_layers", 6],
    ["enable_nested_tensor", true],
    ["mask_check", true],
  ]);
  expect(optionsOf("nn.RMSNorm")).toContainEqual(["eps", null]);
  expect(optionsOf("nn.FractionalMaxPool2d")?.map(([name]) => name)).not.toContain(
    "_random_samples",
  );
});
