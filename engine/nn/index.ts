export * as init from "./init.ts";
export * from "./linear.ts";
export { Module } from "./module.ts";
export { Buffer, Parameter } from "./parameter.ts";
export * from "./rnn.ts";
