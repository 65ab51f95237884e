// Tensor's methods, under PyTorch's names; each file hangs one kind on it.
import "./casting.ts";
import "./in-place.ts";
import "./indexing.ts";
import "./pointwise.ts";
import "./product.ts";
import "./reading.ts";
import "./reduction.ts";
import "./shape.ts";
