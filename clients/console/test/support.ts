// Incidents as the server tells them.
import {
  AlertStatus,
  IncidentEventSchema,
  IncidentKind,
  IncidentSchema,
  IncidentStatus,
  create,
  timestampFromDate,
  type Incident,
  type MessageInitShape,
} from "@goldenfour/sdk";

export const START = new Date("2026-11-28T03:00:00Z");

export function later(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1000);
}

export const stamp = (seconds: number) => timestampFromDate(later(seconds));

type IncidentInit = Omit<MessageInitShape<typeof IncidentSchema>, "$typeName" | "$unknown">;

export function incident(number: number, more: IncidentInit = {}): Incident {
  return create(IncidentSchema, {
    id: `monaco-1-${number}`,
    version: 1n,
    status: IncidentStatus.OPEN,
    alertStatus: AlertStatus.ACTUAL,
    kind: IncidentKind.CARDIAC_ARREST,
    openedAt: stamp(number),
    position: { latitude: 43.73, longitude: 7.42 },
    ...more,
  });
}

/** An event about an incident, and the incident after it. */
export function told(
  state: Incident,
  event: { code: string; offer?: string; detail?: string; count?: number },
) {
  return create(IncidentEventSchema, {
    incident: state.id,
    event: { version: state.version, at: stamp(60), ...event },
    state,
  });
}
