import { floats, list, type Provocation, torch, wanting, wholes } from "../kit/loose.ts";

/** Tensors, their shapes, their views, and what follows gradients through them. */
export const VIEWS: readonly Provocation[] = [
  () => {
    const x = wanting(2);
    const y = torch.sigmoid(x).sum();
    y.backward();
    y.backward();
  },
  () => floats(2).sum().backward(),
  () => torch.backward([wanting(2)]),
  () => torch.backward([torch.sigmoid(wanting(2))]),
  () => torch.backward([torch.sigmoid(wanting(2))], [floats(3)]),
  () => floats(2).item(),
  () => floats(2).toTypedArray(new Float32Array(3)),
  () => torch.sum(floats(2, 3), [0, 0]),
  () => torch.add(floats(2, 3), floats(2, 4)),
  () => floats(6).view(-1, -1),
  () => floats(6).reshape([-1, -1]),
  () => floats(6).view([-2, 3]),
  () => floats(6).view([4]),
  () => {
    const x = floats(2);
    x.dispose();
    return x.add(1);
  },
  () => {
    wholes(2).requiresGrad = true;
  },
  () => {
    torch.sigmoid(wanting(2)).requiresGrad = false;
  },
  () => torch.transpose(floats(2, 3), 0, 1).view([6]),
  () => torch.permute(floats(2, 3), [0, 0]),
  () => torch.permute(floats(2, 3), [0]),
  () => torch.t(floats(2, 3, 4)),
  () => torch.expand(floats(2, 3), [3]),
  () => torch.expand(floats(2, 3), [2, 4]),
  () => torch.slice(floats(4), 0, 0, 4, -1),
  () => torch.select(floats(2, 3), 0, 2),
  () => torch.asStrided(floats(4), [2, 3], [3, 1]),
  () => torch.split(floats(4), [1, 2]),
  () => {
    const x = wanting(2, 3).add(0);
    const [first] = torch.unbind(x) as unknown as [typeof x];
    first.mul_(2);
  },
  () => {
    const x = torch.sigmoid(wanting(2, 3));
    const view = torch.noGrad(() => x.view([6]));
    view.mul_(2);
  },
  () => wanting(2, 3).view([6]).mul_(2),
  () => {
    const x = torch.sigmoid(wanting(2, 3));
    const view = torch.noGrad(() => x.view([6]));
    x.mul_(2);
    return view.gradFn;
  },
  () => torch.flip(floats(2, 3), [0, 0]),
  () => torch.unbind(floats()),
  () => floats(4).unfold(0, 5, 1),
  () => floats(4).unfold(0, -1, 1),
  () => floats(4).unfold(0, 2, 0),
  () => torch.diagonal(floats(2, 3), 0, 1, 1),
  () => torch.diag(floats(2, 3, 4)),
  () => torch.diagEmbed(floats(2, 3), 0, 1, 1),
  () => torch.tril(floats(3)),
  () => torch.movedim(floats(2, 3), [0, 1], [0]),
  () => torch.movedim(floats(2, 3), [0, 0], [0, 1]),
  () => torch.roll(floats(2, 3), [1, 2], [0]),
  () => torch.tile(floats(2, 3), [2]).repeat([2]),
  () => floats(2, 3).repeat([2]),
  () => torch.repeatInterleave(floats(2, 3), list(1, 2, 3), 0),
  () => torch.repeatInterleave(floats(2), list(1, -2), 0),
  () => torch.repeatInterleave(floats(2), -1, 0),
  () => torch.repeatInterleave(floats(2), list(1, 2), { dim: 0, outputSize: 4 }),
  () => torch.repeatInterleave(floats(2), 2, { outputSize: 3 }),
  () => torch.meshgrid(floats(2, 3)),
  () => torch.meshgrid(floats(2), { indexing: "yx" }),
  () => torch.cat([]),
  () => torch.stack([]),
  () => torch.stack([floats(2), floats(3)]),
  () => torch.chunk(floats(4), 0),
  () => torch.cat([floats(2), floats()]),
  () => torch.cat([floats(2), floats(2, 3)]),
  () => torch.cat([floats(2, 3), floats(2, 4)]),
  () => floats(2, 3).index(0, 0, 0),
  () => floats(2, 3).index(5),
  () => floats(2, 3).index("a:b:c:d"),
];
