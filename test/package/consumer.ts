import { F, nn, type Tensor, torch } from "touchstone";
import { openFixtures, run } from "touchstone/harness";

torch.manualSeed(0);
const layer = new nn.Linear(3, 2);
const y = layer(torch.randn([4, 3])) as Tensor;
export const shown: string = `${layer}\n${F.relu(y)}`;
export const functions = [typeof openFixtures, typeof run];
// @ts-expect-error a Linear needs two sizes
export const wrong = () => new nn.Linear("x");
