from line import case, layer, x

CASES = layer(
    "nn.Conv2d",
    case("defaults", [3, 4, 3], x(2, 3, 8, 7)),
    case("stride-per-axis", [3, 4, 3], x(2, 3, 8, 7), stride=(2, 1)),
    case("unbatched", [3, 4, 3], x(3, 8, 7)),
    case("refuses-other-channels", [3, 4, 3], x(2, 4, 8, 7), says="channels"),
)
