import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // As many as there are cores: otherwise it would be one fewer, which on two cores is half.
    maxWorkers: "100%",
  },
});
