// A base map in GCJ-02, as providers in mainland China have it: what is drawn, clicked and dragged is where it is.
import { waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { metersBetween } from "@goldenfour/ui";
import { dragging, nearestPoint } from "../../map/src/drag";
import { fromFrame, geoJsonToFrame, toFrame } from "../../map/src/frame";
import { incidentFeatures } from "../src/map/data";
import { readDegrees, type Degrees } from "../src/state/place";
import { say } from "../src/words";
import { open, setConsole, show } from "./desk";
import { incident } from "./support";

setConsole();

// The first place of tests/support/coordinates/china_cities_a.csv: Jinhua.
const wgs = { latitude: 29.0820414, longitude: 119.6427465 };
const gcj = { latitude: 29.0790641, longitude: 119.6474509 };
const SCALE = 100_000; // pixels to a degree; the middle of the picture is the place as the base has it

const toScreen = (at: Degrees) => {
  const [longitude, latitude] = toFrame(at, "GCJ02");
  return {
    x: (longitude - gcj.longitude) * SCALE,
    y: (gcj.latitude - latitude) * SCALE,
  };
};
const fromScreen = ({ x, y }: { x: number; y: number }) =>
  fromFrame({ lng: gcj.longitude + x / SCALE, lat: gcj.latitude - y / SCALE }, "GCJ02");

test("with a base in GCJ-02 an incident is drawn, clicked and dragged at its place", async () => {
  const screen = open();
  const one = incident(1, { position: wgs });
  await show(one);

  const data = incidentFeatures([one], undefined, say.peek());
  const [drawn] = geoJsonToFrame(data, "GCJ02").features;
  const [longitude, latitude] = (drawn!.geometry as GeoJSON.Point).coordinates as [number, number];
  expect(metersBetween({ latitude, longitude }, gcj)).toBeLessThan(1);

  screen.open({ name: "entry" });
  screen.pointed(fromScreen({ x: 0, y: 0 }), []);
  expect(metersBetween(readDegrees(screen.draft.value.place)!, wgs)).toBeLessThan(1);
  expect(screen.draft.value.datum).toBe("WGS84");
  screen.closeSheet();

  const map = fakeMap();
  const moves: Degrees[] = [];
  dragging(
    map as never,
    (pixel) => nearestPoint(data, pixel, toScreen)?.properties?.["id"] as string | undefined,
    fromScreen,
    {
      mayTake: (id, by) => screen.mayDrag(String(id), by) !== undefined,
      onMove: (_, at) => moves.push(at),
      onDrop: (id, at) => screen.dragged(String(id), at, []),
      onCancel: () => moves.splice(0),
    },
  );
  const goal = {
    latitude: wgs.latitude + 0.001,
    longitude: wgs.longitude - 0.002,
  };
  const { x, y } = toScreen(goal);

  // Esc: nothing has happened.
  expect(map.press(1, 1)).toBe(true);
  mouse("mousemove", x, y);
  dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  mouse("mouseup", x, y);
  expect([moves.length, screen.target.value]).toEqual([0, undefined]);

  // An unsteady click: nothing, either.
  map.press(1, 1);
  mouse("mousemove", 3, 2);
  mouse("mouseup", 3, 2);
  expect(screen.target.value).toBeUndefined();

  map.press(1, 1);
  mouse("mousemove", x, y);
  mouse("mouseup", x, y);
  await waitFor(() => expect(screen.target.value).toBeDefined());
  expect(metersBetween(screen.target.value!, goal)).toBeLessThan(0.1);
  expect(metersBetween(moves[0]!, goal)).toBeLessThan(0.1);

  expect(map.press(300, 300)).toBe(false); // beside it the map is the map
});

function mouse(type: string, clientX: number, clientY: number): void {
  dispatchEvent(new MouseEvent(type, { clientX, clientY }));
}

function fakeMap() {
  const heard = new Map<string, (event: unknown) => void>();
  const canvas = document.createElement("canvas");
  return {
    on: (type: string, handler: (event: unknown) => void) => heard.set(type, handler),
    off: () => {},
    getCanvas: () => canvas,
    /** Whether the map leaves it to the hand. */
    press(x: number, y: number): boolean {
      let prevented = false;
      const originalEvent = { button: 0, buttons: 1 };
      heard.get("mousedown")!({
        point: { x, y },
        originalEvent,
        preventDefault: () => (prevented = true),
      });
      return prevented;
    },
  };
}
