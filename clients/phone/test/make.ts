// Notices for tests, with what they need and no more.
import {
  AedDirectionsSchema,
  Datum,
  IncidentKind,
  OfferNoticeSchema,
  PositionSchema,
  Role,
  TaskNoticeSchema,
  create,
  timestampFromDate,
  type MessageInitShape,
  type OfferNotice,
  type TaskNotice,
} from "@goldenfour/sdk";

export const NOW = Date.parse("2026-11-28T03:12:00Z");

export function offer(id: string, more: MessageInitShape<typeof OfferNoticeSchema> = {}): OfferNotice {
  return create(OfferNoticeSchema, {
    offer: id,
    role: Role.CPR,
    kind: IncidentKind.CARDIAC_ARREST,
    deadline: timestampFromDate(new Date(NOW + 25_000)),
    distanceMetersFrom: 250,
    distanceMetersTo: 500,
    arrivalSeconds: 240,
    ...more,
  });
}

export function task(id: string, more: MessageInitShape<typeof TaskNoticeSchema> = {}): TaskNotice {
  return create(TaskNoticeSchema, {
    task: id,
    role: Role.CPR,
    kind: IncidentKind.CARDIAC_ARREST,
    step: "ACCEPTED",
    place: create(PositionSchema, { latitude: 43.7393, longitude: 7.4276, datum: Datum.WGS84 }),
    address: "Place du Casino 1",
    ...more,
  });
}

export function aed(id: string, name = id) {
  const position = create(PositionSchema, { latitude: 43.7401, longitude: 7.4262, datum: Datum.WGS84 });
  return create(AedDirectionsSchema, { id, name, position });
}
