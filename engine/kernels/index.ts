// The exported kernels. Pointers are byte addresses, sizes are elements, strides are elements; nothing here keeps state.
export * from "./gemm";
export * from "./pointwise";
export * from "./strided";
export * from "./reduce";
export * from "./bmm";
export * from "./rnn";
export * from "./lstm";
export * from "./gru";
export * from "./activation";
export * from "./softmax";
export * from "./norm";
export * from "./embedding";
export * from "./conv";
export * from "./conv-gradients";
export * from "./pool";
export * from "./scatter";
export * from "./pad";
