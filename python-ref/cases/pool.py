from line import case, layer, x

CASES = layer(
    "nn.MaxPool2d",
    case("defaults", [2], x(2, 3, 8, 7)),
    case("return-indices", [(3, 2)], x(2, 3, 8, 7), return_indices=True),
)
