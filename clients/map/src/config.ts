// The file `map.json` beside a web client: what an operator edits to change the base map.
import { readMapConfig, type MapConfig } from "./source";

/**
 * Fetches and checks it. Addresses in it are relative to the file itself. Fails with what is wrong: a
 * MapSourceError for its content.
 */
export async function loadMapConfig(url: string, fetcher: typeof fetch = fetch): Promise<MapConfig> {
  const file = new URL(url, document.baseURI);
  const response = await fetcher(file);
  if (!response.ok) throw new Error(`${file.pathname}: the server answered ${response.status}`);
  const { source, view, gazetteer } = readMapConfig(await response.json());
  const from = (address: string): string =>
    new URL(address, file).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
  const style = source.style === undefined ? {} : { style: from(source.style) };
  return {
    source: { ...source, url: from(source.url), ...style },
    view,
    ...(gazetteer ? { gazetteer: { ...gazetteer, url: from(gazetteer.url) } } : {}),
  };
}
