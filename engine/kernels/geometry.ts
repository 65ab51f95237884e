/**
 * How a window slides over images: int32 fields, in the order in which engine/ops/geometry.ts lays them.
 * Image and output are (batch, groups, channels or filters, depth, height, width); fewer axes leave the first at 1.
 */
@unmanaged
export class Geometry {
  batch: i32; groups: i32;
  /** Channels of the image and of the output, both of one group. */
  channels: i32; filters: i32;
  depth: i32; height: i32; width: i32;
  outDepth: i32; outHeight: i32; outWidth: i32;
  kernelDepth: i32; kernelHeight: i32; kernelWidth: i32;
  strideDepth: i32; strideHeight: i32; strideWidth: i32;
  padDepth: i32; padHeight: i32; padWidth: i32;
  dilationDepth: i32; dilationHeight: i32; dilationWidth: i32;
  /** Which part of the work is done, of how many: threads share it. */
  part: i32; parts: i32;

  @inline get taps(): i32 { return this.kernelDepth * this.kernelHeight * this.kernelWidth; }
  @inline get imageSize(): i32 { return this.depth * this.height * this.width; }
  @inline get outSize(): i32 { return this.outDepth * this.outHeight * this.outWidth; }

  /** The first of n equal pieces of work that belongs to this part, and one past the last. */
  @inline begin(n: i32): i32 { return <i32>(<i64>n * this.part / this.parts); }
  @inline end(n: i32): i32 { return <i32>(<i64>n * (this.part + 1) / this.parts); }

  /** Pixels of the image that differ in this, within a stride, are met by different taps. */
  @inline get phases(): i32 { return this.strideDepth * this.strideHeight * this.strideWidth; }

  /** The first output column whose tap `offset` columns from the image's edge lies on the image; at most outWidth. */
  @inline firstColumn(offset: i32): i32 {
    const first = offset < 0 ? (-offset + this.strideWidth - 1) / this.strideWidth : 0;
    return min(first, this.outWidth);
  }

  /** One past the last such output column; at least 0. */
  @inline lastColumn(offset: i32): i32 {
    const room = this.width - 1 - offset;
    return room < 0 ? 0 : min(room / this.strideWidth + 1, this.outWidth);
  }
}
