/** The data that lies in the page under an id. */
export async function unpack<T>(id: string): Promise<T> {
  const base64 = document.getElementById(id)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return (await new Response(stream).json()) as T;
}
