// WGS-84 to GCJ-02 and BD-09 and back, with the behaviour of geo/datum.h: the published formula (eviltransform
// and its relatives), inverted by iteration, the identity outside the box of the published implementations.
// There is no official definition; other sources agree with the formula to 1e-5 degrees (1 m).

export type Datum = "WGS84" | "CGCS2000" | "GCJ02" | "BD09";

/** Degrees. WGS-84 wherever the datum is not said. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

const RADIUS = 6378137.0;
const ECCENTRICITY_SQUARED = 0.00669342162296594323; // Krasovsky's, on the WGS-84 radius, as published

/** Whether GCJ-02 and BD-09 are shifted there. Wider than China: it holds all of Korea and western Japan. */
export function inShiftedBox({ latitude, longitude }: Position): boolean {
  return latitude >= 0.8293 && latitude <= 55.8271 && longitude >= 72.004 && longitude <= 137.8347;
}

/** Into the datum of a map. Total: outside of the box it is the identity. */
export function fromWgs84(position: Position, datum: Datum): Position {
  return isShifted(datum) && inShiftedBox(position) ? shift(position, datum) : position;
}

/**
 * Out of the datum of a map. Whether the position lies in the box is decided by the coordinates as given, so
 * within 1.5 km of the box's edge a round trip may be off by the shift.
 */
export function toWgs84(position: Position, datum: Datum): Position {
  return isShifted(datum) && inShiftedBox(position) ? unshift(position, datum) : position;
}

function isShifted(datum: Datum): boolean {
  return datum === "GCJ02" || datum === "BD09";
}

function shift(wgs: Position, datum: Datum): Position {
  const gcj = wgs84ToGcj02(wgs);
  return datum === "BD09" ? gcj02ToBd09(gcj) : gcj;
}

function wgs84ToGcj02(wgs: Position): Position {
  const { sin, cos, sqrt, abs, PI } = Math;
  const x = wgs.longitude - 105.0;
  const y = wgs.latitude - 35.0;
  const root = sqrt(abs(x));
  const common = ((20.0 * sin(6.0 * PI * x) + 20.0 * sin(2.0 * PI * x)) * 2.0) / 3.0;
  const north =
    -100.0 +
    2.0 * x +
    3.0 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    common +
    ((20.0 * sin(PI * y) + 40.0 * sin((PI * y) / 3.0)) * 2.0) / 3.0 +
    ((160.0 * sin((PI * y) / 12.0) + 320.0 * sin((PI * y) / 30.0)) * 2.0) / 3.0;
  const east =
    300.0 +
    x +
    2.0 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    common +
    ((20.0 * sin(PI * x) + 40.0 * sin((PI * x) / 3.0)) * 2.0) / 3.0 +
    ((150.0 * sin((PI * x) / 12.0) + 300.0 * sin((PI * x) / 30.0)) * 2.0) / 3.0;
  const latitude = (wgs.latitude / 180.0) * PI;
  const magic = 1.0 - ECCENTRICITY_SQUARED * sin(latitude) ** 2;
  const meridian = (RADIUS * (1.0 - ECCENTRICITY_SQUARED)) / (magic * sqrt(magic));
  const parallel = (RADIUS / sqrt(magic)) * cos(latitude);
  return {
    latitude: wgs.latitude + (north * 180.0) / (meridian * PI),
    longitude: wgs.longitude + (east * 180.0) / (parallel * PI),
  };
}

function gcj02ToBd09(gcj: Position): Position {
  const wave = (Math.PI * 3000.0) / 180.0;
  const radius = Math.hypot(gcj.longitude, gcj.latitude) + 0.00002 * Math.sin(gcj.latitude * wave);
  const angle = Math.atan2(gcj.latitude, gcj.longitude) + 0.000003 * Math.cos(gcj.longitude * wave);
  return { latitude: radius * Math.sin(angle) + 0.006, longitude: radius * Math.cos(angle) + 0.0065 };
}

// Fixed point of w = target - (shift(w) - w). The shift changes by at most 2 % of a move, so each round gains
// nearly two digits; ten reach the last bit with room to spare.
function unshift(target: Position, datum: Datum): Position {
  const maxRounds = 10;
  const enough = 1e-11;
  let { latitude, longitude } = target;
  for (let round = 0; round < maxRounds; round += 1) {
    const image = shift({ latitude, longitude }, datum);
    const latitudeError = image.latitude - target.latitude;
    const longitudeError = image.longitude - target.longitude;
    latitude -= latitudeError;
    longitude -= longitudeError;
    if (Math.abs(latitudeError) < enough && Math.abs(longitudeError) < enough) break;
  }
  return { latitude, longitude };
}
