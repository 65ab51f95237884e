from line import case, layer, x

CASES = layer(
    "nn.ReLU",
    case("defaults", [], x(4, 5)),
    case("inplace", [], x(4, 5, leaf=False), inplace=True),
)
