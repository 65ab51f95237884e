/** The bytes that lie in the page under an id. */
export async function unpack(id: string): Promise<Uint8Array> {
  const base64 = document.getElementById(id)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
