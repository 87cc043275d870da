package io.vigie.event;

/**
 * All is whole again, or the incident turned out to be a part of another one.
 *
 * @param incident the whole story
 */
public record IncidentClosed(Incident incident) implements Event {

  @Override
  public String subject() {
    return incident.id();
  }
}
