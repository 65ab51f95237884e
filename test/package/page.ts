import { F, nn, type Tensor, torch } from "touchstone";

torch.manualSeed(0);
const layer = new nn.Linear(3, 2);
const y = layer(torch.randn([4, 3])) as Tensor;
export const shown: string = `${layer}\n${F.relu(y)}`;
