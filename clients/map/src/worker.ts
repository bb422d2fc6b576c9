// MapLibre stays blank without its worker; Vite builds and names the file (its configuration needs
// worker: { format: 'es' }).
import { addProtocol, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { archives } from "./archive";

setWorkerUrl(workerUrl);
addProtocol("pmtiles", archives.tile);
