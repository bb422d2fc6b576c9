// Between WGS-84 and the datum that the base is drawn in. Only here do positions change their frame.
import { fromWgs84, toWgs84, type Datum, type Position } from "./datum";
import type { Box } from "./style";

export type LngLat = [longitude: number, latitude: number];

export function toFrame(position: Position, datum: Datum): LngLat {
  const { latitude, longitude } = fromWgs84(position, datum);
  return [longitude, latitude];
}

/** Wraps what lies beyond the antimeridian, where a map may be dragged to. */
export function fromFrame(point: { lng: number; lat: number }, datum: Datum): Position {
  const longitude =
    point.lng >= -180 && point.lng <= 180 ? point.lng : ((((point.lng + 180) % 360) + 360) % 360) - 180;
  return toWgs84({ latitude: point.lat, longitude }, datum);
}

/** A copy of GeoJSON in WGS-84 (RFC 7946) with every position in the frame of the base. */
export function geoJsonToFrame<T extends GeoJSON.GeoJSON>(data: T, datum: Datum): T {
  if (datum === "WGS84") return data;
  return convert(data, datum) as T;
}

function convert(data: GeoJSON.GeoJSON, datum: Datum): GeoJSON.GeoJSON {
  switch (data.type) {
    case "FeatureCollection":
      return {
        ...data,
        features: data.features.map((feature) => convert(feature, datum) as GeoJSON.Feature),
      };
    case "Feature":
      return data.geometry ? { ...data, geometry: convert(data.geometry, datum) as GeoJSON.Geometry } : data;
    case "GeometryCollection":
      return {
        ...data,
        geometries: data.geometries.map((geometry) => convert(geometry, datum) as GeoJSON.Geometry),
      };
    default:
      return { ...data, coordinates: move(data.coordinates, datum) } as GeoJSON.Geometry;
  }
}

type Nested = number[] | Nested[];

function move(coordinates: Nested, datum: Datum): Nested {
  const [first, second, ...rest] = coordinates;
  if (typeof first === "number" && typeof second === "number") {
    return [...toFrame({ longitude: first, latitude: second }, datum), ...(rest as number[])];
  }
  return (coordinates as Nested[]).map((inner) => move(inner, datum));
}

/** The smallest box, in the frame, that holds all positions; nothing for none. */
export function boxOf(positions: readonly Position[], datum: Datum): Box | undefined {
  if (positions.length === 0) return undefined;
  const points = positions.map((position) => toFrame(position, datum));
  const longitudes = points.map(([longitude]) => longitude);
  const latitudes = points.map(([, latitude]) => latitude);
  return {
    west: Math.min(...longitudes),
    east: Math.max(...longitudes),
    south: Math.min(...latitudes),
    north: Math.max(...latitudes),
  };
}

/** A circle on the ground as a polygon in WGS-84: a radius of search, an uncertainty. */
export function circle(center: Position, radiusMeters: number, corners = 64): GeoJSON.Polygon {
  const degrees = (radiusMeters / 6371010) * (180 / Math.PI);
  const squeeze = Math.cos((center.latitude * Math.PI) / 180);
  const ring = Array.from({ length: corners }, (_, corner): LngLat => {
    const angle = (corner / corners) * 2 * Math.PI;
    return [
      center.longitude + (degrees * Math.cos(angle)) / squeeze,
      center.latitude + degrees * Math.sin(angle),
    ];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}
